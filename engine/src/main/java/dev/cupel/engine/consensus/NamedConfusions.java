package dev.cupel.engine.consensus;

import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.List;

/**
 * Confusion matrices of which only the cells exist that a vote can touch: an answer of the worker together with a class
 * that somebody named on the same task. Any other cell has the value that {@link Shrinkage} alone gives it, by formula.
 * With few votes and many classes that is all but a millionth of the cells.
 *
 * <p>Sums are kept as integers, as in {@link ConfusionEm}. Time per round O(sum over tasks of votes times candidates).
 */
final class NamedConfusions implements ConfusionModel {
    /** Bytes per pair of vote and candidate: where its cell is, and in the worst case a cell with three figures. */
    private static final long BYTES_PER_PAIR = 4 + 4 + 4 + 8 + 8 + 8;

    private final Votes votes;
    private final int[] gold;
    private final Candidates rows;
    private final Shrinkage shrinkage;
    private final boolean variational;
    private final int threads;
    private final double unitsPerVote;
    private final double unitsPerNat;

    /** Pairs of a task are at {@code [pairs[t], pairs[t + 1])}: for each vote in turn its task's candidates in turn. */
    private final int[] pairs;

    private final int[] cellOfPair;
    /** Cells of a worker are at {@code [begin[j], begin[j + 1])}, ascending by true class, then answer. */
    private final int[] begin;

    private final int[] truthOf;
    private final int[] answerOf;

    NamedConfusions(Votes votes, int[] gold, Candidates rows, Shrinkage shrinkage, boolean variational, int threads) {
        this.votes = votes;
        this.gold = gold;
        this.rows = rows;
        this.shrinkage = shrinkage;
        this.variational = variational;
        this.threads = threads;
        long most = Math.max(Math.max(votes.size(), votes.taskCount()), 1);
        unitsPerVote = Math.scalb(1.0, Math.min(50, Long.numberOfLeadingZeros(most) - 2));
        unitsPerNat = Math.scalb(
                1.0, Math.min(40, Long.numberOfLeadingZeros(64 * ((long) votes.size() + votes.taskCount()) + 1) - 2));
        long all = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            all += (long) votes.count(t) * rows.count(t);
        }
        Memory.require(
                Math.max(all, all > Integer.MAX_VALUE - 8 ? Long.MAX_VALUE / 64 : 0) * BYTES_PER_PAIR,
                "the cells of confusion matrices that votes touch, for " + votes.workerCount() + " workers and "
                        + votes.classCount() + " classes,");
        pairs = new int[votes.taskCount() + 1];
        for (int t = 0; t < votes.taskCount(); t++) {
            pairs[t + 1] = pairs[t] + votes.count(t) * rows.count(t);
        }
        cellOfPair = new int[(int) all];
        begin = new int[votes.workerCount() + 1];
        int[] truth = new int[1024];
        int[] answer = new int[1024];
        int cells = 0;
        ByWorker byWorker = ByWorker.of(votes);
        long[] keys = new long[64];
        int[] pairOfKey = new int[64];
        for (int j = 0; j < votes.workerCount(); j++) {
            int count = 0;
            for (int s = byWorker.begin(j); s < byWorker.begin(j + 1); s++) {
                int vote = byWorker.vote(s);
                int task = byWorker.task(s);
                int first = rows.begin(task);
                int candidates = rows.count(task);
                int pair = pairs[task] + (vote - votes.begin(task)) * candidates;
                if (count + candidates > keys.length) {
                    int larger = Math.max(2 * keys.length, count + candidates);
                    keys = Arrays.copyOf(keys, larger);
                    pairOfKey = Arrays.copyOf(pairOfKey, larger);
                }
                for (int o = 0; o < candidates; o++) {
                    keys[count] = (long) rows.classAt(first, o) * votes.classCount() + votes.label(vote);
                    pairOfKey[count++] = pair + o;
                }
            }
            long[] sorted = Arrays.copyOf(keys, count);
            Arrays.sort(sorted);
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || sorted[i] != sorted[distinct - 1]) {
                    sorted[distinct++] = sorted[i];
                }
            }
            if (cells + distinct > truth.length) {
                int larger = Math.max(truth.length + (truth.length >> 1), cells + distinct);
                truth = Arrays.copyOf(truth, larger);
                answer = Arrays.copyOf(answer, larger);
            }
            for (int i = 0; i < distinct; i++) {
                truth[cells + i] = (int) (sorted[i] / votes.classCount());
                answer[cells + i] = (int) (sorted[i] % votes.classCount());
            }
            for (int i = 0; i < count; i++) {
                cellOfPair[pairOfKey[i]] = cells + Arrays.binarySearch(sorted, 0, distinct, keys[i]);
            }
            cells += distinct;
            begin[j + 1] = cells;
        }
        truthOf = Arrays.copyOf(truth, cells);
        answerOf = Arrays.copyOf(answer, cells);
    }

    private Counts empty() {
        return new Counts(truthOf.length, votes.classCount());
    }

    @FunctionalInterface
    private interface Rows {
        /** Fills the probabilities of a task's candidates and returns the log likelihood of its votes, in nats. */
        double fill(int task, double[] row);
    }

    private Counts count(Rows source) {
        int used = (long) truthOf.length * threads <= 1 << 26 ? threads : 1;
        List<Counts> parts = Parallel.walk(votes.taskCount(), used, this::empty, (into, from, to) -> {
            double[] row = new double[votes.classCount()];
            long[] units = new long[votes.classCount()];
            for (int t = from; t < to; t++) {
                int candidates = rows.count(t);
                if (candidates == 0) {
                    continue;
                }
                into.logLikelihood += (long) (source.fill(t, row) * unitsPerNat);
                int first = rows.begin(t);
                for (int o = 0; o < candidates; o++) {
                    units[o] = (long) (row[o] * unitsPerVote + 0.5);
                    into.classes[rows.classAt(first, o)] += units[o];
                }
                int pair = pairs[t];
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    for (int o = 0; o < candidates; o++) {
                        into.cells[cellOfPair[pair++]] += units[o];
                    }
                }
            }
        });
        Counts all = parts.getFirst();
        for (Counts part : parts.subList(1, parts.size())) {
            all.merge(part);
        }
        return all;
    }

    @Override
    public Counts countShares() {
        return countPosterior(VoteShares.of(votes, gold, rows));
    }

    @Override
    public Counts countPosterior(double[] posterior) {
        return count((task, row) -> {
            System.arraycopy(posterior, rows.begin(task), row, 0, rows.count(task));
            return 0;
        });
    }

    @Override
    public Counts count(Parameters parameters) {
        return count((task, row) -> joint(task, parameters, row));
    }

    @Override
    public double posteriors(Parameters parameters, double[] posterior) {
        List<long[]> sums = Parallel.walk(votes.taskCount(), threads, () -> new long[1], (sum, from, to) -> {
            double[] row = new double[votes.classCount()];
            for (int t = from; t < to; t++) {
                if (rows.count(t) > 0) {
                    sum[0] += (long) (joint(t, parameters, row) * unitsPerNat);
                    System.arraycopy(row, 0, posterior, rows.begin(t), rows.count(t));
                }
            }
        });
        return sums.stream().mapToLong(sum -> sum[0]).sum() / unitsPerNat;
    }

    private double joint(int task, Parameters parameters, double[] row) {
        int first = rows.begin(task);
        int candidates = rows.count(task);
        for (int o = 0; o < candidates; o++) {
            row[o] = parameters.prior[rows.classAt(first, o)];
        }
        int pair = pairs[task];
        int exponent = 0;
        int sinceRescaling = 0;
        for (int i = votes.begin(task); i < votes.end(task); i++) {
            for (int o = 0; o < candidates; o++) {
                row[o] *= parameters.answerGivenTruth[cellOfPair[pair++]];
            }
            if (++sinceRescaling == ConfusionEm.VOTES_BETWEEN_RESCALING) {
                sinceRescaling = 0;
                double largest = 0;
                for (int o = 0; o < candidates; o++) {
                    largest = Math.max(largest, row[o]);
                }
                int e = Math.getExponent(largest);
                double scale = ConfusionEm.powerOfTwo(-e);
                for (int o = 0; o < candidates; o++) {
                    row[o] *= scale;
                }
                exponent += e;
            }
        }
        double sum = 0;
        for (int o = 0; o < candidates; o++) {
            if (gold[task] >= 0 && rows.classAt(first, o) != gold[task]) {
                row[o] = 0;
            }
            sum += row[o];
        }
        for (int o = 0; o < candidates; o++) {
            row[o] /= sum;
        }
        return exponent * ConfusionEm.LN2 + Math.log(sum);
    }

    @Override
    public double logLikelihoodNats(Counts counts) {
        return counts.logLikelihood / unitsPerNat;
    }

    @Override
    public Parameters finish(Counts counts) {
        double[] table = new double[truthOf.length];
        Pull pull = new Pull(counts);
        for (int j = 0; j < votes.workerCount(); j++) {
            double accuracy = pull.accuracyOf(j);
            int end = begin[j + 1];
            int next;
            for (int cell = begin[j]; cell < end; cell = next) {
                double sum = 0;
                for (next = cell; next < end && truthOf[next] == truthOf[cell]; next++) {
                    sum += counts.cells[next] / unitsPerVote;
                }
                double all = sum + pull.row();
                for (int c = cell; c < next; c++) {
                    table[c] =
                            answer(counts.cells[c] / unitsPerVote + pull.cell(truthOf[c], answerOf[c], accuracy), all);
                }
            }
        }
        return new Parameters(
                table, new MStep(0, votes.classCount(), 0, unitsPerVote, shrinkage, variational).prior(counts));
    }

    private double answer(double votesFor, double all) {
        if (variational) {
            return Math.max(ConfusionEm.LEAST, Math.exp(Digamma.of(votesFor) - Digamma.of(all)));
        }
        return all > 0 ? Math.max(ConfusionEm.LEAST, votesFor / all) : 1.0 / votes.classCount();
    }

    /** What {@link Shrinkage} adds to the counts, by formula. */
    private final class Pull {
        private final Counts counts;
        /** Distinct cells of all workers together, as truth * K + answer, ascending, with their votes; for Pooled. */
        private long[] keys = new long[0];

        private double[] pooled = new double[0];
        private double[] pooledRow = new double[0];
        private double crowd;

        Pull(Counts counts) {
            this.counts = counts;
            switch (shrinkage) {
                case Shrinkage.None none -> {}
                case Shrinkage.Fixed fixed -> {}
                case Shrinkage.Pooled towardsPooled -> pool();
                case Shrinkage.Coin coin -> crowd = Math.min(crowdAccuracy(), 1 - 1e-6);
                case Shrinkage.OwnCoin own -> crowd = crowdAccuracy();
            }
        }

        private double crowdAccuracy() {
            long right = 0;
            long all = 0;
            for (int cell = 0; cell < truthOf.length; cell++) {
                all += counts.cells[cell];
                right += truthOf[cell] == answerOf[cell] ? counts.cells[cell] : 0;
            }

            return (right / unitsPerVote + 1) / (all / unitsPerVote + 1 + 1.0 / votes.classCount());
        }

        private void pool() {
            int k = votes.classCount();
            long[] all = new long[truthOf.length];
            for (int cell = 0; cell < all.length; cell++) {
                all[cell] = (long) truthOf[cell] * k + answerOf[cell];
            }
            Arrays.sort(all);
            int distinct = 0;
            for (int i = 0; i < all.length; i++) {
                if (i == 0 || all[i] != all[distinct - 1]) {
                    all[distinct++] = all[i];
                }
            }
            keys = Arrays.copyOf(all, distinct);
            long[] sums = new long[distinct];
            for (int cell = 0; cell < truthOf.length; cell++) {
                sums[Arrays.binarySearch(keys, (long) truthOf[cell] * k + answerOf[cell])] += counts.cells[cell];
            }
            pooled = new double[distinct];
            pooledRow = new double[k];
            for (int i = 0; i < distinct; i++) {
                pooled[i] = sums[i] / unitsPerVote;
                pooledRow[(int) (keys[i] / k)] += pooled[i];
            }
        }

        /** The accuracy that a worker's coin has; unused by the shrinkages without coins. */
        double accuracyOf(int worker) {
            return switch (shrinkage) {
                case Shrinkage.None none -> 0;
                case Shrinkage.Fixed fixed -> 0;
                case Shrinkage.Pooled towardsPooled -> 0;
                case Shrinkage.Coin coin -> crowd;
                case Shrinkage.OwnCoin own -> {
                    double right = 0;
                    double all = 0;
                    for (int cell = begin[worker]; cell < begin[worker + 1]; cell++) {
                        all += counts.cells[cell] / unitsPerVote;
                        right += truthOf[cell] == answerOf[cell] ? counts.cells[cell] / unitsPerVote : 0;
                    }
                    double weight = own.workerPseudoVotes();
                    yield Math.clamp((right + weight * crowd) / (all + weight), 1e-4, 1 - 1e-4);
                }
            };
        }

        /** Pseudo-votes in a row. */
        double row() {
            return switch (shrinkage) {
                case Shrinkage.None none -> 0;
                case Shrinkage.Fixed(double diagonal, double off) -> diagonal + off * (votes.classCount() - 1);
                case Shrinkage.Pooled(double pseudoVotes) -> pseudoVotes;
                case Shrinkage.Coin(double pseudoVotes) -> pseudoVotes;
                case Shrinkage.OwnCoin own -> own.pseudoVotes();
            };
        }

        /** Pseudo-votes in a cell. */
        double cell(int truth, int answer, double accuracy) {
            int k = votes.classCount();
            return switch (shrinkage) {
                case Shrinkage.None none -> 0;
                case Shrinkage.Fixed(double diagonal, double off) -> truth == answer ? diagonal : off;
                case Shrinkage.Pooled(double pseudoVotes) -> {
                    int found = Arrays.binarySearch(keys, (long) truth * k + answer);
                    double seen = found < 0 ? 0 : pooled[found];
                    yield pseudoVotes * (seen + 0.5 / k + (truth == answer ? 0.5 : 0)) / (pooledRow[truth] + 1);
                }
                case Shrinkage.Coin(double pseudoVotes) -> pseudoVotes * coin(truth, answer, accuracy);
                case Shrinkage.OwnCoin own -> own.pseudoVotes() * coin(truth, answer, accuracy);
            };
        }

        private double coin(int truth, int answer, double accuracy) {
            return truth == answer ? accuracy : (1 - accuracy) / (votes.classCount() - 1);
        }
    }

    @Override
    public double[] quality(Counts counts) {
        double[] quality = new double[votes.workerCount()];
        for (int j = 0; j < quality.length; j++) {
            double right = 0;
            double all = 0;
            for (int cell = begin[j]; cell < begin[j + 1]; cell++) {
                all += counts.cells[cell] / unitsPerVote;
                right += truthOf[cell] == answerOf[cell] ? counts.cells[cell] / unitsPerVote : 0;
            }
            quality[j] = (right + 1) / (all + 2);
        }
        return quality;
    }

    @Override
    public ConfusionSource confusions(Counts counts, Parameters parameters) {
        Pull pull = new Pull(counts);
        return (worker, truth, answer) -> {
            double p = probability(counts, parameters, pull, worker, answer, truth);
            return p <= ConfusionEm.LEAST ? 0 : p;
        };
    }

    @Override
    public double logAnswer(Counts counts, Parameters parameters, int worker, int answer, int truth) {
        int cell = find(worker, truth, answer);
        return Math.log(
                cell >= 0
                        ? parameters.answerGivenTruth[cell]
                        : probability(counts, parameters, new Pull(counts), worker, answer, truth));
    }

    private double probability(Counts counts, Parameters parameters, Pull pull, int worker, int answer, int truth) {
        int cell = find(worker, truth, answer);
        if (cell >= 0) {
            return parameters.answerGivenTruth[cell];
        }
        double all = pull.row();
        for (int c = firstOf(worker, truth); c < begin[worker + 1] && truthOf[c] == truth; c++) {
            all += counts.cells[c] / unitsPerVote;
        }
        return answer(pull.cell(truth, answer, pull.accuracyOf(worker)), all);
    }

    private int find(int worker, int truth, int answer) {
        int cell = firstOf(worker, truth);
        int end = begin[worker + 1];
        while (cell < end && truthOf[cell] == truth && answerOf[cell] < answer) {
            cell++;
        }
        return cell < end && truthOf[cell] == truth && answerOf[cell] == answer ? cell : -1;
    }

    /** The first of a worker's cells with this true class or a later one. */
    private int firstOf(int worker, int truth) {
        int low = begin[worker];
        int high = begin[worker + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (truthOf[middle] < truth) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
