package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;

/**
 * One E-step of {@link OddsModel} written out for two to four classes, which keeps a task's probabilities in registers: several
 * times as fast, and the same to the bit, to which a test holds it.
 *
 * <p>Every vote multiplies all classes, those it does not name by 1: that needs no branch, and no detour over memory.
 */
final class UnrolledOdds {
    private final Votes votes;
    private final int[] gold;
    private final int shift;
    private final int classMask;
    private final double unitsPerVote;
    private final double unitsPerNat;
    private final double[] prior;
    /** Two, or four for three classes: the fourth has a prior of 0. */
    private final int lanes;
    /** By {@link Votes#cell} and lane. */
    private final double[] factor;

    private final double[] logWrong;
    private final double[] posterior;
    /** For tasks with gold, and those whose product leaves the range. */
    private final Parallel.RangeWork<OddsModel.Sums> any;

    UnrolledOdds(
            Votes votes,
            int[] gold,
            Cells cells,
            OddsModel model,
            double[] prior,
            double[] odds,
            double[] logWrong,
            double[] posterior,
            Parallel.RangeWork<OddsModel.Sums> any) {
        this.votes = votes;
        this.gold = gold;
        this.shift = cells.shift();
        this.classMask = (1 << votes.labelBits()) - 1;
        this.unitsPerVote = model.unitsPerVote;
        this.unitsPerNat = model.unitsPerNat;
        this.lanes = votes.classCount() == 2 ? 2 : 4;
        this.prior = Arrays.copyOf(prior, lanes);
        this.logWrong = logWrong;
        this.posterior = posterior;
        this.any = any;
        this.factor = new double[lanes * (votes.workerCount() << votes.labelBits())];
        Arrays.fill(factor, 1);
        for (int j = 0; j < votes.workerCount(); j++) {
            for (int c = 0; c < votes.classCount(); c++) {
                int cell = j << votes.labelBits() | c;
                factor[cell * lanes + c] = odds[cell >>> shift];
            }
        }
    }

    static boolean fits(Candidates rows, Cells cells) {
        return rows.all() && cells.isPlain() && rows.classCount() >= 2 && rows.classCount() <= 4;
    }

    void round(OddsModel.Sums sums, int fromTask, int toTask) {
        if (lanes == 2) {
            round2(sums, fromTask, toTask);
        } else {
            round4(sums, fromTask, toTask);
        }
    }

    private void round2(OddsModel.Sums sums, int fromTask, int toTask) {
        double prior0 = prior[0];
        double prior1 = prior[1];
        long sum0 = 0;
        long sum1 = 0;
        long likelihood = 0;
        long[] right = sums.right;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            double a = prior0;
            double b = prior1;
            double wrong = 0;
            for (int i = begin; i < end; i++) {
                int cell = votes.cell(i);
                a *= factor[2 * cell];
                b *= factor[2 * cell + 1];
                wrong += logWrong[cell >>> shift];
            }
            double z = a + b;
            if (gold[t] >= 0 || !(z > OddsModel.LEAST_PRODUCT && z < OddsModel.MOST_PRODUCT)) {
                any.on(sums, t, t + 1);
                continue;
            }
            a /= z;
            b /= z;
            posterior[2 * t] = a;
            posterior[2 * t + 1] = b;
            if (begin == end) {
                continue;
            }
            likelihood += (long) ((wrong + FastLog.of(z)) * unitsPerNat);
            long units0 = (long) (a * unitsPerVote + 0.5);
            long units1 = (long) (b * unitsPerVote + 0.5);
            sum0 += units0;
            sum1 += units1;
            for (int i = begin; i < end; i++) {
                int cell = votes.cell(i);
                right[cell >>> shift] += (cell & 1) == 0 ? units0 : units1;
            }
        }
        sums.classes[0] += sum0;
        sums.classes[1] += sum1;
        sums.logLikelihood += likelihood;
    }

    private void round4(OddsModel.Sums sums, int fromTask, int toTask) {
        int k = votes.classCount();
        double prior0 = prior[0];
        double prior1 = prior[1];
        double prior2 = prior[2];
        double prior3 = prior[3];
        long[] units = new long[4];
        long[] right = sums.right;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            double a = prior0;
            double b = prior1;
            double c = prior2;
            double d = prior3;
            double wrong = 0;
            for (int i = begin; i < end; i++) {
                int cell = votes.cell(i);
                a *= factor[4 * cell];
                b *= factor[4 * cell + 1];
                c *= factor[4 * cell + 2];
                d *= factor[4 * cell + 3];
                wrong += logWrong[cell >>> shift];
            }
            double z = a + b + c + d;
            if (gold[t] >= 0 || !(z > OddsModel.LEAST_PRODUCT && z < OddsModel.MOST_PRODUCT)) {
                any.on(sums, t, t + 1);
                continue;
            }
            a /= z;
            b /= z;
            c /= z;
            d /= z;
            int row = k * t;
            posterior[row] = a;
            posterior[row + 1] = b;
            posterior[row + 2] = c;
            if (k == 4) {
                posterior[row + 3] = d;
            }
            if (begin == end) {
                continue;
            }
            likelihood += (long) ((wrong + FastLog.of(z)) * unitsPerNat);
            units[0] = (long) (a * unitsPerVote + 0.5);
            units[1] = (long) (b * unitsPerVote + 0.5);
            units[2] = (long) (c * unitsPerVote + 0.5);
            units[3] = (long) (d * unitsPerVote + 0.5);
            for (int l = 0; l < k; l++) {
                sums.classes[l] += units[l];
            }
            for (int i = begin; i < end; i++) {
                int cell = votes.cell(i);
                right[cell >>> shift] += units[cell & classMask];
            }
        }
        sums.logLikelihood += likelihood;
    }
}
