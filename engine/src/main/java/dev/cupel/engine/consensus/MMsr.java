package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Robust rank-one completion: how often two workers agree beyond chance is the product of their skills; skills are fitted
 * to all pairs after trimming the most extreme partners on either side, then votes are weighted by log odds. With no
 * partner to spare nothing is trimmed.
 *
 * <p>Time O(sum of squared votes per task + rounds * P log P), memory O(P), for P pairs of workers with a task in common;
 * no J x J matrix is made. No chance. A worker's quality is their fitted probability of being right. Gold counts as a
 * partner with skill 1.
 *
 * <p>Source: Q. Ma and A. Olshevsky, "Adversarial Crowdsourcing Through Robust Rank-One Matrix Completion", NeurIPS 2020.
 * Differences: the fit of a skill weighs partners by their tasks in common and their squared skill (least squares)
 * instead of averaging ratios, a quarter of the partners is trimmed on the whole, and signs follow agreement with the
 * crowd.
 */
public final class MMsr {
    private MMsr() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        int k = votes.classCount();
        int workers = votes.workerCount();
        Candidates rows = Candidates.of(votes, gold);
        Pairs pairs = Pairs.of(votes, gold);
        double[] skill = pairs.startingSkills();
        double moved = Double.POSITIVE_INFINITY;
        int rounds = 0;
        while (rounds < options.maxRounds() && moved >= options.tolerance() && k > 1) {
            rounds++;
            moved = pairs.improve(skill, options.trim());
        }
        pairs.chooseSigns(votes, gold, rows, skill);
        double least = 1 / Math.sqrt(Math.max(4, votes.taskCount()));
        double[] quality = new double[workers];
        double[] logOdds = new double[workers];
        double[] logWrong = new double[workers];
        for (int j = 0; j < workers; j++) {
            double s = k == 1 ? 1 : Math.clamp(skill[j], least / 2 - 1.0 / (k - 1), 1 - least / 2);
            quality[j] = k == 1 ? 1 : Math.clamp(s * (k - 1) / k + 1.0 / k, 1e-6, 1 - 1e-6);
            logOdds[j] = k == 1 ? 0 : Math.log(quality[j] * (k - 1) / (1 - quality[j]));
        }
        double[] logPrior = new double[k];
        double[] posterior = new double[rows.size()];
        new OddsModel(votes, gold, rows, Cells.workers(votes), 1).round(logPrior, logOdds, logWrong, posterior);
        return new Consensus(
                votes,
                new Posterior(rows, posterior),
                VoteShares.prior(posterior, rows),
                quality,
                k == 1 ? null : ConfusionSource.coin(quality, k),
                (task, worker, label, category) -> label == category ? logOdds[worker] : 0,
                "nats",
                false,
                options.gold(),
                new Evidence(
                        "m-msr",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance())
                                + ", trim=" + Figure.plain(options.trim()),
                        rounds,
                        k == 1 || moved < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Double.isFinite(moved) ? OptionalDouble.of(moved) : OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    /** All ordered pairs of workers with a task in common, by worker; partner -1 is the gold. */
    private static final class Pairs {
        private final int[] begin;
        private final int[] partner;
        private final float[] common;
        private final float[] excess;
        private final double[] ratios;

        private Pairs(int[] begin, int[] partner, float[] common, float[] excess) {
            this.begin = begin;
            this.partner = partner;
            this.common = common;
            this.excess = excess;
            int most = 0;
            for (int j = 0; j + 1 < begin.length; j++) {
                most = Math.max(most, begin[j + 1] - begin[j]);
            }
            ratios = new double[most];
        }

        static Pairs of(Votes votes, int[] gold) {
            int workers = votes.workerCount();
            int k = votes.classCount();
            // Votes by worker: where each of a worker's votes is, and which task it is on.
            int[] start = new int[workers + 1];
            for (int i = 0; i < votes.size(); i++) {
                start[votes.worker(i) + 1]++;
            }
            for (int j = 0; j < workers; j++) {
                start[j + 1] += start[j];
            }
            int[] position = new int[votes.size()];
            int[] task = new int[votes.size()];
            int[] next = start.clone();
            for (int t = 0; t < votes.taskCount(); t++) {
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    int slot = next[votes.worker(i)]++;
                    position[slot] = i;
                    task[slot] = t;
                }
            }
            int[] begin = new int[workers + 1];
            Growing partner = new Growing(workers);
            int[] shared = new int[workers + 1];
            int[] agreed = new int[workers + 1];
            int[] touched = new int[workers + 1];
            for (int j = 0; j < workers; j++) {
                int touchedCount = 0;
                for (int s = start[j]; s < start[j + 1]; s++) {
                    int said = votes.label(position[s]);
                    int t = task[s];
                    for (int i = votes.begin(t); i < votes.end(t); i++) {
                        int other = votes.worker(i);
                        if (other != j) {
                            if (shared[other]++ == 0) {
                                touched[touchedCount++] = other;
                            }
                            agreed[other] += votes.label(i) == said ? 1 : 0;
                        }
                    }
                    if (gold[t] >= 0) {
                        if (shared[workers]++ == 0) {
                            touched[touchedCount++] = workers;
                        }
                        agreed[workers] += gold[t] == said ? 1 : 0;
                    }
                }
                Arrays.sort(touched, 0, touchedCount);
                for (int p = 0; p < touchedCount; p++) {
                    int other = touched[p];
                    double rate = (double) agreed[other] / shared[other];
                    partner.add(other == workers ? -1 : other, shared[other], k == 1 ? 1 : (rate * k - 1) / (k - 1));
                    shared[other] = 0;
                    agreed[other] = 0;
                }
                begin[j + 1] = partner.size;
            }
            return new Pairs(begin, partner.partner, partner.common, partner.excess);
        }

        /** Square root of the mean agreement beyond chance: right if all partners were alike. */
        double[] startingSkills() {
            double[] skill = new double[begin.length - 1];
            double sum = 0;
            double weight = 0;
            for (int p = 0; p < begin[skill.length]; p++) {
                sum += common[p] * excess[p];
                weight += common[p];
            }
            double typical = weight > 0 ? Math.sqrt(Math.max(0.01, sum / weight)) : 0.5;
            Arrays.fill(skill, Math.min(1, typical));
            return skill;
        }

        /** One sweep over all workers, each from the others' last skills; returns the largest change. */
        double improve(double[] skill, double trim) {
            double[] target = skill.clone();
            double moved = 0;
            for (int j = 0; j < skill.length; j++) {
                int from = begin[j];
                int count = begin[j + 1] - from;
                if (count == 0) {
                    continue;
                }
                int cut = (int) (count * trim / 2);
                double low = Double.NEGATIVE_INFINITY;
                double high = Double.POSITIVE_INFINITY;
                if (cut > 0) {
                    for (int p = 0; p < count; p++) {
                        ratios[p] = ratio(skill, from + p);
                    }
                    Arrays.sort(ratios, 0, count);
                    low = ratios[cut];
                    high = ratios[count - 1 - cut];
                }
                double above = 0;
                double below = 1e-9;
                for (int p = from; p < from + count; p++) {
                    double s = partner[p] < 0 ? 1 : skill[partner[p]];
                    double r = ratio(skill, p);
                    if (r >= low && r <= high) {
                        above += common[p] * excess[p] * s;
                        below += common[p] * s * s;
                    }
                }
                double next = Math.clamp(above / below, -1, 1);
                // Half steps: a full step can swing for ever between two groups that answer only each other's tasks.
                double change = (next - skill[j]) / 2;
                moved = Math.max(moved, Math.abs(change));
                target[j] += change;
            }
            System.arraycopy(target, 0, skill, 0, skill.length);
            return moved;
        }

        /**
         * Skills and their negatives fit equally well. In every group of workers linked by shared tasks, the sign is
         * taken that agrees with the plain majority; where there is gold, the fit has settled it.
         */
        void chooseSigns(Votes votes, int[] gold, Candidates rows, double[] skill) {
            int k = votes.classCount();
            double[] agreeing = WeightedVote.agreement(votes, rows, VoteShares.of(votes, gold, rows));
            int[] count = OddsModel.votesPerWorker(votes);
            int[] group = new int[skill.length];
            Arrays.fill(group, -1);
            int[] queue = new int[skill.length];
            for (int first = 0; first < skill.length; first++) {
                if (group[first] >= 0) {
                    continue;
                }
                int size = 1;
                queue[0] = first;
                group[first] = first;
                boolean settled = false;
                double withMajority = 0;
                for (int q = 0; q < size; q++) {
                    int j = queue[q];
                    withMajority += skill[j] * (agreeing[j] - (double) count[j] / k);
                    for (int p = begin[j]; p < begin[j + 1]; p++) {
                        if (partner[p] < 0) {
                            settled = true;
                        } else if (group[partner[p]] < 0) {
                            group[partner[p]] = first;
                            queue[size++] = partner[p];
                        }
                    }
                }
                for (int q = 0; q < size && !settled && withMajority < -1e-9; q++) {
                    skill[queue[q]] = -skill[queue[q]];
                }
            }
        }

        private double ratio(double[] skill, int p) {
            double s = partner[p] < 0 ? 1 : skill[partner[p]];
            return Math.abs(s) < 1e-9 ? 0 : excess[p] / s;
        }
    }

    private static final class Growing {
        int size;
        int[] partner = new int[1024];
        float[] common = new float[1024];
        float[] excess = new float[1024];
        private final int workers;

        Growing(int workers) {
            this.workers = workers;
        }

        void add(int other, int shared, double beyondChance) {
            if (size == partner.length) {
                int larger = size + (size >> 1);
                // While copying, one array is there twice.
                Memory.require(
                        16L * larger,
                        "more than " + size + " pairs among " + workers + " workers with a task in common");
                partner = Arrays.copyOf(partner, larger);
                common = Arrays.copyOf(common, larger);
                excess = Arrays.copyOf(excess, larger);
            }
            partner[size] = other;
            common[size] = shared;
            excess[size++] = (float) beyondChance;
        }
    }

    /**
     * @param maxRounds upper bound on sweeps over all workers, at least 1
     * @param tolerance stop once no skill moved further than this in a sweep, in (0, 1)
     * @param trim share of a worker's partners left out, half of them at each end, in [0, 1)
     * @param gold tasks with a known class
     */
    public record Options(int maxRounds, double tolerance, double trim, Gold gold) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(trim >= 0 && trim < 1, "trim", trim, "in [0, 1)");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(200), common.tolerance().orElse(1e-6), 0.25, common.gold());
        }
    }
}
