package dev.cupel.engine.preference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where an {@link Objective} is largest, how it was found, and linear algebra for it. */
final class Maximum {
    final double[] at;
    final double value;
    final int rounds;
    final boolean converged;

    private Maximum(double[] at, double value, int rounds, boolean converged) {
        this.at = at;
        this.value = value;
        this.rounds = rounds;
        this.converged = converged;
    }

    /** Newton's method with halved steps, for concave objectives. {@code tolerance} bounds the largest derivative. */
    static Maximum newton(Objective objective, double[] start, int maxRounds, double tolerance) {
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double[] trialGradient = new double[at.length];
        double value = objective.value(at, gradient);
        int round = 0;
        while (largest(gradient) > tolerance && round < maxRounds) {
            round++;
            double @Nullable [][] factor = cholesky(objective.information(at));
            double[] step = factor == null ? gradient.clone() : solve(factor, gradient);
            double slope = dot(step, gradient);
            double size = 1;
            boolean better = false;
            double[] trial = at;
            double trialValue = value;
            for (int halving = 0; halving < 60 && !better; halving++, size /= 2) {
                trial = along(at, step, size);
                trialValue = objective.value(trial, trialGradient);
                // Near the top the value no longer resolves the step; a smaller derivative does.
                better = trialValue >= value + 1e-4 * size * slope
                        || (slope < 1e-9 * (1 + Math.abs(value)) && largest(trialGradient) < largest(gradient));
            }
            if (!better) {
                break;
            }
            at = trial;
            value = trialValue;
            System.arraycopy(trialGradient, 0, gradient, 0, gradient.length);
        }
        return new Maximum(at, value, round, largest(gradient) <= Math.max(tolerance, 1e-7));
    }

    /**
     * Limited-memory BFGS (Nocedal 1980) with backtracking, for any smooth objective.
     *
     * @param curvature rough second derivative of each parameter, above 0: parameters seen in many answers move less
     */
    static Maximum lbfgs(Objective objective, double[] start, double[] curvature, int maxRounds, double tolerance) {
        record Step(Vector move, Vector change, double curvature) {}
        double[] at = start.clone();
        double[] gradient = new double[at.length];
        double value = objective.value(at, gradient);
        Deque<Step> memory = new ArrayDeque<>();
        int round = 0;
        while (largest(gradient) > tolerance && round < maxRounds) {
            round++;
            double[] direction = gradient.clone();
            double[] share = new double[memory.size()];
            int k = 0;
            for (Iterator<Step> newest = memory.descendingIterator(); newest.hasNext(); k++) {
                Step step = newest.next();
                share[k] = dot(step.move.values, direction) / step.curvature;
                add(direction, step.change.values, -share[k]);
            }
            double scale = 1;
            if (!memory.isEmpty()) {
                Step last = memory.getLast();
                double change = 0;
                for (int i = 0; i < direction.length; i++) {
                    change += last.change.values[i] * last.change.values[i] / curvature[i];
                }
                scale = last.curvature / change;
            }
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale / curvature[i];
            }
            for (Step step : memory) {
                k--;
                add(direction, step.move.values, share[k] - dot(step.change.values, direction) / step.curvature);
            }
            double slope = dot(direction, gradient);
            if (!(slope > 0)) {
                if (memory.isEmpty()) {
                    break;
                }
                memory.clear();
                continue;
            }
            double size = 1;
            double[] nextGradient = new double[at.length];
            double[] next = along(at, direction, size);
            double nextValue = objective.value(next, nextGradient);
            for (int halving = 0; halving < 50 && !(nextValue >= value + 1e-4 * size * slope); halving++) {
                size /= 2;
                next = along(at, direction, size);
                nextValue = objective.value(next, nextGradient);
            }
            if (!(nextValue >= value)) {
                if (memory.isEmpty()) {
                    break;
                }
                memory.clear();
                continue;
            }
            double[] move = along(next, at, -1);
            double[] change = along(gradient, nextGradient, -1); // of the negative gradient
            double curved = dot(move, change);
            if (curved > 1e-14 * dot(move, move)) {
                memory.addLast(new Step(new Vector(move), new Vector(change), curved));
                if (memory.size() > 12) {
                    memory.removeFirst();
                }
            }
            boolean still = nextValue - value <= 1e-15 * Math.abs(value) && largest(move) < 1e-10;
            at = next;
            value = nextValue;
            gradient = nextGradient;
            if (still) {
                break;
            }
        }
        return new Maximum(at, value, round, largest(gradient) <= Math.max(tolerance, 1e-5));
    }

    private static final class Vector {
        final double[] values;

        Vector(double[] values) {
            this.values = values;
        }
    }

    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static double[] along(double[] from, double[] direction, double times) {
        double[] to = from.clone();
        add(to, direction, times);
        return to;
    }

    /** Lower factor of a symmetric positive definite matrix, or null if it is not one. */
    static double @Nullable [][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i != j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 0) {
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
        }
        return lower;
    }

    static double[] solve(double[][] lower, double[] right) {
        int n = right.length;
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            x[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                x[k] -= lower[i][k] * x[i];
            }
        }
        return x;
    }

    static double[][] inverse(double[][] lower) {
        double[][] inverse = new double[lower.length][];
        for (int i = 0; i < lower.length; i++) {
            double[] unit = new double[lower.length];
            unit[i] = 1;
            inverse[i] = solve(lower, unit);
        }
        return inverse;
    }
}
