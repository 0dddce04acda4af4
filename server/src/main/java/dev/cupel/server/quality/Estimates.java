package dev.cupel.server.quality;

import java.util.Arrays;

/** What the consensus says of every item that is not gold, by task index of the votes it comes from. */
final class Estimates {
    /** Nothing is known: gold items. */
    static final short NONE = -1;

    private final int optionCount;
    final short[] option;
    final double[] number;
    final long[] mask;
    final boolean[] present;
    /** NaN where there is none. */
    final float[] probability;
    /** By task, then option number; of no length for ratings. */
    final float[] posterior;

    final float[] disagreement;
    final boolean[] disputed;

    Estimates(int tasks, int optionCount) {
        this.optionCount = optionCount;
        option = new short[tasks];
        number = new double[tasks];
        mask = new long[tasks];
        present = new boolean[tasks];
        probability = new float[tasks];
        posterior = new float[tasks * optionCount];
        disagreement = new float[tasks];
        disputed = new boolean[tasks];
        Arrays.fill(option, NONE);
        Arrays.fill(number, Double.NaN);
        Arrays.fill(mask, -1);
        Arrays.fill(probability, Float.NaN);
    }

    int optionCount() {
        return optionCount;
    }

    /** @return all about a task as one number, so that a later run sees at once which items it changes; never 0 */
    long digest(int task) {
        long h = 1;
        h = mix(h, option[task]);
        h = mix(h, Double.doubleToLongBits(number[task]));
        h = mix(h, mask[task]);
        h = mix(h, Float.floatToIntBits(probability[task]));
        for (int k = 0; k < optionCount; k++) {
            h = mix(h, Float.floatToIntBits(posterior[task * optionCount + k]));
        }
        h = mix(h, Float.floatToIntBits(disagreement[task]));
        h = mix(h, disputed[task] ? 1 : 0);
        return h == 0 ? 1 : h;
    }

    private static long mix(long hash, long value) {
        long z = (hash ^ value) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        return z ^ (z >>> 29);
    }

    /** @return a PostgreSQL array literal of the task's probabilities by option number, or null if there are none */
    @org.jspecify.annotations.Nullable
    String posteriorLiteral(int task) {
        if (optionCount == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder("{");
        for (int k = 0; k < optionCount; k++) {
            text.append(k == 0 ? "" : ",").append(posterior[task * optionCount + k]);
        }
        return text.append('}').toString();
    }
}
