package dev.cupel.engine.agreement;

/**
 * How well one class is told from all others.
 *
 * @param label class index
 * @param votes votes for it
 * @param share of all votes, in [0, 1]
 * @param confirmation given a vote for the class, how often another vote on the item says the same (specific agreement)
 * @param alpha Krippendorff's alpha of "this class or not"
 */
public record ClassAgreement(int label, long votes, double share, Coefficient confirmation, Coefficient alpha) {}
