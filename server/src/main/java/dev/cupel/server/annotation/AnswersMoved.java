package dev.cupel.server.annotation;

/** Answers of a project count no longer, or count again, without anybody having saved anything. */
public record AnswersMoved(long projectId) {}
