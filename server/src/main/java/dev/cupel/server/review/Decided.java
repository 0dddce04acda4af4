package dev.cupel.server.review;

import java.util.UUID;

/**
 * Something was decided on an item; published in the transaction of the decision.
 *
 * @param by the account of who decided
 */
public record Decided(long projectId, long itemId, UUID by) {}
