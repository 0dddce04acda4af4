package dev.cupel.formats.columns;

/** Is told how far reading has come; called by several threads. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (bytes, totalBytes) -> {};

    /**
     * @param bytes read since the last call
     * @param totalBytes size of the file as it lies on disk, or -1 where nobody knows
     */
    void read(long bytes, long totalBytes);
}
