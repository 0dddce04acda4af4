package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What numbers of a question are measured by.
 *
 * @param low lower end of the range that distances are compared with
 * @param high upper end, above {@code low}
 * @param min what no combined number falls below
 * @param max what none exceeds
 * @param near numbers no further apart agree
 * @param points what can be answered, ascending; empty if that cannot be listed
 */
record Scale(double low, double high, double min, double max, double near, List<Double> points) {
    /** Numbers this close, as a share of the range, agree where the question states no step. */
    static final double NEAR = 0.05;
    /** Where the question states no range, that of the answers without the outermost ones is taken. */
    private static final double OUTERMOST = 0.05;

    static Scale of(Question.Rating question) {
        List<Double> points = new ArrayList<>();
        for (int p = 0; p < question.points(); p++) {
            points.add(question.min() + p * question.step());
        }
        return new Scale(
                question.min(), question.max(), question.min(), question.max(), question.step(), List.copyOf(points));
    }

    static Scale of(Question.Quantity question, QuestionVotes votes, Votes ordinary) {
        double[] values = new double[ordinary.size()];
        for (int v = 0; v < values.length; v++) {
            values[v] = votes.number(ordinary.label(v));
        }
        Arrays.sort(values);
        double low = question.min().orElse(values.length == 0 ? 0 : at(values, OUTERMOST));
        double high = question.max().orElse(values.length == 0 ? 1 : at(values, 1 - OUTERMOST));
        if (!(high > low)) {
            high = low + 1; // all answers are equal, or almost all
        }
        double near = Math.max(question.step().orElse(0), NEAR * (high - low));
        return new Scale(
                low,
                high,
                question.min().orElse(Double.NEGATIVE_INFINITY),
                question.max().orElse(Double.POSITIVE_INFINITY),
                near,
                List.of());
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.rint(share * (sorted.length - 1))];
    }
}
