package dev.cupel.server.project;

import java.util.UUID;

/**
 * A caller inside a project: what controllers of project addresses take as a parameter.
 *
 * @param memberId the annotator's number in this project
 * @param paused whether they are handed nothing new for now
 * @param archived whether the project is, so that nobody is
 */
public record Membership(
        long projectId,
        String projectKey,
        long memberId,
        UUID accountId,
        Role role,
        boolean paused,
        boolean archived) {}
