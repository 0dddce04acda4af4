package dev.cupel.server.assignment;

import java.util.Locale;

/** What an item is handed out for. Its names in small letters are those of the database's type {@code stage}. */
enum Stage {
    /** Answers that are collected, as many as the project wants for an item. */
    PRODUCTION,
    /** Answers that measure the person: the right one is known, and everybody is asked once. */
    GOLD,
    /** The same person again, later: how far people agree with themselves. Never another opinion on the item. */
    REPEAT,
    /** A test against gold that a labeler passes before anything else. */
    QUALIFICATION,
    /** The first part of a project, with several answers for an item: all else waits until it is found good enough. */
    PILOT,
    /** Items that everybody answers, so that people can be compared on the same ones. */
    CALIBRATION,
    /** A finished item, answered anew by somebody who has not seen it: what the finished answers are worth. No opinion on the item. */
    AUDIT;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
