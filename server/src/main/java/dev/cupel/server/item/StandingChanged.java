package dev.cupel.server.item;

import java.util.List;

/**
 * Items became gold, or ordinary ones, or were excluded, or taken in again, or want another number of answers: written in the
 * same transaction, heard before their status is settled. Rooms above know what follows for them.
 */
public record StandingChanged(long projectId, List<Long> items) {}
