package dev.cupel.server.media;

/** Who shows a file: a question to the room of items. */
public interface MediaUses {
    /** @return how many items of the project have the name in a field that is shown as a file */
    long itemsShowing(long project, String name);
}
