package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Votes by annotator: who agrees with the others, and who with whom. Never holds a square table of annotators. */
final class WorkerTable {
    private final Votes votes;
    /** Tasks of worker j, ascending and without repetition: {@code task[begin[j]] .. task[begin[j + 1]]}. */
    private final int[] begin;

    private final int[] task;
    private final int[] voteCount;

    private WorkerTable(Votes votes, int[] begin, int[] task, int[] voteCount) {
        this.votes = votes;
        this.begin = begin;
        this.task = task;
        this.voteCount = voteCount;
    }

    static WorkerTable of(Votes votes) {
        int[] voteCount = new int[votes.workerCount()];
        int[] begin = new int[votes.workerCount() + 1];
        for (int i = 0; i < votes.taskCount(); i++) {
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                voteCount[votes.worker(v)]++;
                if (firstOfWorker(votes, i, v)) {
                    begin[votes.worker(v) + 1]++;
                }
            }
        }
        for (int j = 0; j < votes.workerCount(); j++) {
            begin[j + 1] += begin[j];
        }
        int[] next = begin.clone();
        int[] task = new int[begin[votes.workerCount()]];
        for (int i = 0; i < votes.taskCount(); i++) {
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                if (firstOfWorker(votes, i, v)) {
                    task[next[votes.worker(v)]++] = i;
                }
            }
        }
        return new WorkerTable(votes, begin, task, voteCount);
    }

    /** Votes of a task are ordered by worker. */
    private static boolean firstOfWorker(Votes votes, int task, int vote) {
        return vote == votes.begin(task) || votes.worker(vote - 1) != votes.worker(vote);
    }

    int workersWithVotes() {
        return (int) Arrays.stream(voteCount).filter(n -> n > 0).count();
    }

    /** Each annotator against the others' votes on the same items; own repetitions are not others. */
    List<WorkerAgreement> perWorker(double level) {
        int classes = votes.classCount();
        double[] own = new double[classes];
        double[] others = new double[classes];
        List<WorkerAgreement> result = new ArrayList<>();
        for (int j = 0; j < votes.workerCount(); j++) {
            if (voteCount[j] > 0) {
                result.add(worker(j, level, own, others));
            }
        }
        return result;
    }

    private WorkerAgreement worker(int j, double level, double[] own, double[] others) {
        double agreed = 0;
        int shared = 0;
        int items = 0;
        for (int at = begin[j]; at < begin[j + 1]; at++) {
            int i = task[at];
            int mine = 0;
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                mine += votes.worker(v) == j ? 1 : 0;
            }
            int rest = votes.count(i) - mine;
            if (rest == 0) {
                continue;
            }
            items++;
            for (int v = votes.begin(i); v < votes.end(i); v++) {
                if (votes.worker(v) == j) {
                    shared++;
                    own[votes.label(v)]++;
                    int same = 0;
                    for (int w = votes.begin(i); w < votes.end(i); w++) {
                        same += votes.worker(w) != j && votes.label(w) == votes.label(v) ? 1 : 0;
                    }
                    agreed += (double) same / rest;
                } else {
                    others[votes.label(v)] += (double) mine / rest;
                }
            }
        }
        double chance = 0;
        for (int at = begin[j]; at < begin[j + 1]; at++) {
            for (int v = votes.begin(task[at]); v < votes.end(task[at]); v++) {
                int k = votes.label(v);
                chance += own[k] * others[k];
                own[k] = 0;
                others[k] = 0;
            }
        }
        if (shared == 0) {
            Coefficient none = new Coefficient.Undefined(
                    "Nobody else rated the items of this annotator. Give some of them to a second annotator.");
            return new WorkerAgreement(j, voteCount[j], none, none);
        }
        double observed = Math.min(1, agreed / shared);
        Interval interval = Interval.ofShare(observed, items, level);
        Coefficient percent =
                new Coefficient.Estimate(observed, Optional.of(interval), Optional.empty(), items, shared);
        chance /= (double) shared * shared;
        if (chance > 1 - 1e-12) {
            return new WorkerAgreement(
                    j,
                    voteCount[j],
                    percent,
                    new Coefficient.Undefined(
                            "The annotator and the others always gave the same single class, so agreement beyond chance"
                                    + " cannot be told from a lack of variation."));
        }
        Interval beyond = new Interval(
                (interval.low() - chance) / (1 - chance), (interval.high() - chance) / (1 - chance), level);
        return new WorkerAgreement(
                j,
                voteCount[j],
                percent,
                new Coefficient.Estimate(
                        (observed - chance) / (1 - chance), Optional.of(beyond), Optional.empty(), items, shared));
    }

    /**
     * @param listed the pairs with most shared items
     * @param count pairs with a shared item
     */
    record Pairs(List<PairAgreement> listed, long count) {}

    private record Shared(int first, int second, int items) {}

    /** One annotator at a time against all later ones: O(J) memory, O(sum of votes per item squared) time. */
    Pairs pairs(AgreementOptions options) {
        Comparator<Shared> best = Comparator.<Shared>comparingInt(s -> -s.items)
                .thenComparingInt(s -> s.first)
                .thenComparingInt(s -> s.second);
        PriorityQueue<Shared> kept = new PriorityQueue<>(best.reversed());
        int[] items = new int[votes.workerCount()];
        int[] met = new int[votes.workerCount()];
        long count = 0;
        for (int j = 0; j < votes.workerCount(); j++) {
            int found = 0;
            for (int at = begin[j]; at < begin[j + 1]; at++) {
                int i = task[at];
                for (int v = votes.end(i) - 1; v >= votes.begin(i) && votes.worker(v) > j; v--) {
                    if (firstOfWorker(votes, i, v) && items[votes.worker(v)]++ == 0) {
                        met[found++] = votes.worker(v);
                    }
                }
            }
            count += found;
            for (int f = 0; f < found; f++) {
                int other = met[f];
                int shared = items[other];
                items[other] = 0;
                if (kept.size() < options.maxPairs()) {
                    kept.add(new Shared(j, other, shared));
                } else if (options.maxPairs() > 0) {
                    Shared worst = kept.element();
                    if (shared >= worst.items && best.compare(new Shared(j, other, shared), worst) < 0) {
                        kept.remove();
                        kept.add(new Shared(j, other, shared));
                    }
                }
            }
        }
        List<PairAgreement> listed =
                kept.stream().sorted(best).map(pair -> agreement(pair, options)).toList();
        return new Pairs(listed, count);
    }

    private PairAgreement agreement(Shared pair, AgreementOptions options) {
        List<Coefficient> values =
                TwoAnnotators.coefficients(joint(pair), List.of(Measure.PERCENT, Measure.COHEN_KAPPA), options);
        return new PairAgreement(pair.first, pair.second, pair.items, values.get(0), values.get(1));
    }

    private TwoAnnotators.Joint joint(Shared pair) {
        TwoAnnotators.Joint joint = new TwoAnnotators.Joint(votes.classCount());
        for (int at = begin[pair.first]; at < begin[pair.first + 1]; at++) {
            int i = task[at];
            for (int a = votes.begin(i); a < votes.end(i) && votes.worker(a) <= pair.first; a++) {
                for (int b = a + 1; b < votes.end(i) && votes.worker(a) == pair.first; b++) {
                    if (votes.worker(b) == pair.second) {
                        joint.add(votes.label(a), votes.label(b));
                    }
                }
            }
            joint.endItem();
        }
        return joint;
    }
}
