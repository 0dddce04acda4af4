package dev.cupel.server.backup;

/** Hears how far long work is; called on the thread that works. */
@FunctionalInterface
public interface BackupProgress {
    /**
     * @param step what is done now, such as {@code writing item}
     * @param rows done in this step
     * @param bytes done in the whole work, not compressed
     * @param totalBytes of the whole work; 0 if that is not known
     */
    void at(String step, long rows, long bytes, long totalBytes);
}
