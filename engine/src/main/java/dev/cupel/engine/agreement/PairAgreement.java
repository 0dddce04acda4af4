package dev.cupel.engine.agreement;

/**
 * Two annotators against each other.
 *
 * @param first worker index, smaller than {@code second}
 * @param second worker index
 * @param sharedItems items that both rated
 * @param percent share of those items on which they agree
 * @param kappa Cohen's kappa
 */
public record PairAgreement(int first, int second, int sharedItems, Coefficient percent, Coefficient kappa) {}
