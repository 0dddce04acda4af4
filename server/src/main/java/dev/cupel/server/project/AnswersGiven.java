package dev.cupel.server.project;

/** Whether anybody has answered: a question to the room of annotations, for schemas that change. */
public interface AnswersGiven {
    /** @param question by its number in the project */
    boolean to(long project, short question);
}
