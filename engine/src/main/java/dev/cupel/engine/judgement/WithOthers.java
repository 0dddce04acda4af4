package dev.cupel.engine.judgement;

import dev.cupel.engine.votes.Votes;

/** How far each answer agrees with what the other annotators of the item say together; gold items are left out. */
final class WithOthers {
    private WithOthers() {}

    /** What an answer of this annotator counts for against others: log odds of being right, over a blind guess. */
    static double weight(double quality, int classes) {
        double q = Math.clamp(quality, 0.02, 0.99);
        return Math.max(0.02, Math.log(q * Math.max(1, classes - 1) / (1 - q)));
    }

    /** By vote position: 1 if the others' weighted answers name the same class, parts where they tie, NaN if alone. */
    static double[] options(QuestionVotes votes, Votes all, double[] weight) {
        double[] credit = new double[all.size()];
        double[] score = new double[all.classCount()];
        for (int t = 0; t < all.taskCount(); t++) {
            int begin = all.begin(t);
            int end = all.end(t);
            for (int v = begin; v < end; v++) {
                if (end - begin < 2 || votes.isGold(t)) {
                    credit[v] = Double.NaN;
                    continue;
                }
                for (int o = begin; o < end; o++) {
                    score[all.label(o)] = 0;
                }
                for (int o = begin; o < end; o++) {
                    score[all.label(o)] += o == v ? 0 : weight[all.worker(o)];
                }
                double best = 0;
                for (int o = begin; o < end; o++) {
                    best = Math.max(best, score[all.label(o)]);
                }
                int ties = 0;
                boolean mine = false;
                for (int o = begin; o < end; o++) {
                    boolean first = true;
                    for (int p = begin; p < o; p++) {
                        first &= all.label(p) != all.label(o);
                    }
                    if (first && score[all.label(o)] >= best - 1e-9) {
                        ties++;
                        mine |= all.label(o) == all.label(v);
                    }
                }
                credit[v] = mine ? 1.0 / ties : 0;
            }
        }
        return credit;
    }

    /** By vote position: 1 if the set is what the others say option by option, NaN if alone. */
    static double[] sets(QuestionVotes votes, Votes sets, int[] shown, double[] weight) {
        double[] credit = new double[sets.size()];
        for (int t = 0; t < sets.taskCount(); t++) {
            int begin = sets.begin(t);
            int end = sets.end(t);
            for (int v = begin; v < end; v++) {
                if (end - begin < 2 || votes.isGold(t)) {
                    credit[v] = Double.NaN;
                    continue;
                }
                credit[v] = 1;
                for (int option : shown) {
                    double balance = 0;
                    for (int o = begin; o < end; o++) {
                        boolean has = votes.set(sets.label(o)).get(option);
                        balance += o == v ? 0 : has ? weight[sets.worker(o)] : -weight[sets.worker(o)];
                    }
                    boolean mine = votes.set(sets.label(v)).get(option);
                    if (Math.abs(balance) > 1e-9) {
                        credit[v] *= balance > 0 == mine ? 1 : 0;
                    } else {
                        credit[v] *= 0.5;
                    }
                }
            }
        }
        return credit;
    }

    /** By vote position: 1 if the number lies within {@code near} of the others' mean, NaN if alone. */
    static double[] numbers(QuestionVotes votes, Votes all, double near) {
        double[] credit = new double[all.size()];
        for (int t = 0; t < all.taskCount(); t++) {
            double sum = 0;
            for (int v = all.begin(t); v < all.end(t); v++) {
                sum += votes.number(all.label(v));
            }
            for (int v = all.begin(t); v < all.end(t); v++) {
                double own = votes.number(all.label(v));
                credit[v] = all.count(t) < 2 || votes.isGold(t)
                        ? Double.NaN
                        : Math.abs((sum - own) / (all.count(t) - 1) - own) <= near + 1e-9 ? 1 : 0;
            }
        }
        return credit;
    }

    /** By vote position: how like the answer is to each of the others on average, NaN if alone. */
    static double[] structured(QuestionVotes votes, Votes all) {
        double[] credit = new double[all.size()];
        for (int t = 0; t < all.taskCount(); t++) {
            for (int v = all.begin(t); v < all.end(t); v++) {
                double sum = 0;
                for (int o = all.begin(t); o < all.end(t); o++) {
                    sum += o == v || votes.isGold(t) ? 0 : votes.likeness(all.label(v), all.label(o));
                }
                credit[v] = all.count(t) < 2 || votes.isGold(t) ? Double.NaN : sum / (all.count(t) - 1);
            }
        }
        return credit;
    }
}
