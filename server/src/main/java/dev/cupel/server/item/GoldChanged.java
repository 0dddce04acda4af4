package dev.cupel.server.item;

import java.util.List;

/**
 * Items got, changed or lost their verified answers: written in the same transaction. Where gold went, the best known
 * answer is gone with it; a room that knows another one (a decision, a consensus) puts it back.
 */
public record GoldChanged(long projectId, List<Long> items) {}
