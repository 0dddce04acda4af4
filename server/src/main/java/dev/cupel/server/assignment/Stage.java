package dev.cupel.server.assignment;

import java.util.Locale;

/** What an item is handed out for. Its names in small letters are those of the database's type {@code stage}. */
enum Stage {
    /** Answers that are collected, as many as the project wants for an item. */
    PRODUCTION,
    /** Answers that measure the person: the right one is known, and everybody is asked once. */
    GOLD,
    /** The same person again, later: how far people agree with themselves. Never another opinion on the item. */
    REPEAT;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
