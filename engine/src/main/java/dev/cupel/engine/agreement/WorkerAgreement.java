package dev.cupel.engine.agreement;

/**
 * How well one annotator agrees with all others on the items they share.
 *
 * @param worker index
 * @param votes votes cast, on shared items or not
 * @param percent how often another vote on the item equals theirs, averaged over their votes; Wilson interval, which is
 *     cautious here because an item can agree in part
 * @param kappa the same beyond what their class shares and the others' give by chance; its interval takes chance as known
 */
public record WorkerAgreement(int worker, int votes, Coefficient percent, Coefficient kappa) {}
