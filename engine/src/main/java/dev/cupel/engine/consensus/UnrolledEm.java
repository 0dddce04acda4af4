package dev.cupel.engine.consensus;

import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.consensus.ConfusionEm.Units;
import dev.cupel.engine.votes.Votes;

/**
 * {@link ConfusionEm#countAny} written out for two, three and four classes, which keeps the posterior in registers: three times
 * as fast, and the same to the bit, to which a test holds it.
 */
final class UnrolledEm {
    private UnrolledEm() {}

    static void count2(
            Votes votes, int[] gold, Parameters parameters, Units units, int fromTask, int toTask, Counts into) {
        double unitsPerVote = units.perVote();
        double unitsPerNat = units.perNat();
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        long sum0 = 0;
        long sum1 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + ConfusionEm.VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 2;
                    a *= table[row];
                    b *= table[row + 1];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(a, b));
                    double scale = ConfusionEm.powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
            }
            double z = a + b;
            likelihood += (long) ((exponent * ConfusionEm.LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 2;
                cells[row] += units0;
                cells[row + 1] += units1;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.logLikelihood += likelihood;
    }

    static void count3(
            Votes votes, int[] gold, Parameters parameters, Units units, int fromTask, int toTask, Counts into) {
        double unitsPerVote = units.perVote();
        double unitsPerNat = units.perNat();
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        double prior2 = parameters.prior[2];
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            double c = prior2;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + ConfusionEm.VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 3;
                    a *= table[row];
                    b *= table[row + 1];
                    c *= table[row + 2];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(a, Math.max(b, c)));
                    double scale = ConfusionEm.powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    c *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
                c = known == 2 ? c : 0;
            }
            double z = a + b + c;
            likelihood += (long) ((exponent * ConfusionEm.LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            long units2 = (long) (c * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            sum2 += units2;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 3;
                cells[row] += units0;
                cells[row + 1] += units1;
                cells[row + 2] += units2;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.classes[2] += sum2;
        into.logLikelihood += likelihood;
    }

    static void count4(
            Votes votes, int[] gold, Parameters parameters, Units units, int fromTask, int toTask, Counts into) {
        double unitsPerVote = units.perVote();
        double unitsPerNat = units.perNat();
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        double prior2 = parameters.prior[2];
        double prior3 = parameters.prior[3];
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long sum3 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            double c = prior2;
            double d = prior3;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + ConfusionEm.VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 4;
                    a *= table[row];
                    b *= table[row + 1];
                    c *= table[row + 2];
                    d *= table[row + 3];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(Math.max(a, b), Math.max(c, d)));
                    double scale = ConfusionEm.powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    c *= scale;
                    d *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
                c = known == 2 ? c : 0;
                d = known == 3 ? d : 0;
            }
            double z = (a + b) + (c + d);
            likelihood += (long) ((exponent * ConfusionEm.LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            long units2 = (long) (c * toUnits + 0.5);
            long units3 = (long) (d * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            sum2 += units2;
            sum3 += units3;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 4;
                cells[row] += units0;
                cells[row + 1] += units1;
                cells[row + 2] += units2;
                cells[row + 3] += units3;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.classes[2] += sum2;
        into.classes[3] += sum3;
        into.logLikelihood += likelihood;
    }
}
