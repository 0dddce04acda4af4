package dev.cupel.server.item;

/** On which items something is said that nobody has settled: a question to the room of talk, which answers it in SQL of its own. */
public interface OpenTalk {
    /** @return a query for the numbers of such items, each perhaps several times; {@code :project} stands for the project */
    String items();
}
