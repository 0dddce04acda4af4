package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Answer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What the consensus says of every item that is not gold, by task index of the votes it comes from. */
public final class ItemEstimates {
    /** So many options have their probabilities written down whole; of more, those that are not negligible. */
    static final int WHOLE_POSTERIOR = 64;

    private static final float NEGLIGIBLE = 0.001f;
    private static final int NONE = -1;

    private final boolean[] present;
    private final int[] option;
    private final double[] number;
    private final @Nullable BitSet[] options;
    private final Answer.@Nullable Structured[] answer;
    private final float[] probability;
    private final @Nullable Posterior[] posterior;
    private final float[] disagreement;
    private final boolean[] disputed;

    /** Probabilities of options of one item. */
    public static final class Posterior {
        private final short @Nullable [] options;
        private final float[] probabilities;

        private Posterior(short @Nullable [] options, float[] probabilities) {
            this.options = options;
            this.probabilities = probabilities;
        }

        /** Whether all options are there, from number 0; otherwise those that are not negligible. */
        public boolean isWhole() {
            return options == null;
        }

        public int size() {
            return probabilities.length;
        }

        /** Number of the {@code i}-th option; they ascend. */
        public int option(int i) {
            return options == null ? i : options[i];
        }

        public float probability(int i) {
            return probabilities[i];
        }
    }

    ItemEstimates(int tasks) {
        present = new boolean[tasks];
        option = new int[tasks];
        number = new double[tasks];
        options = new BitSet[tasks];
        answer = new Answer.Structured[tasks];
        probability = new float[tasks];
        posterior = new Posterior[tasks];
        disagreement = new float[tasks];
        disputed = new boolean[tasks];
        Arrays.fill(option, NONE);
        Arrays.fill(number, Double.NaN);
        Arrays.fill(probability, Float.NaN);
    }

    void option(int task, int best, double p) {
        present[task] = true;
        option[task] = best;
        probability[task] = (float) p;
    }

    void number(int task, double value) {
        present[task] = true;
        number[task] = value;
    }

    void options(int task, BitSet best, double p) {
        present[task] = true;
        options[task] = best;
        probability[task] = (float) p;
    }

    /** @param p NaN if the method gives none */
    void answer(int task, Answer.Structured best, double p) {
        present[task] = true;
        answer[task] = best;
        probability[task] = (float) p;
    }

    void posterior(int task, float[] byOption) {
        if (byOption.length <= WHOLE_POSTERIOR) {
            posterior[task] = new Posterior(null, byOption);
            return;
        }
        int kept = 0;
        short[] numbers = new short[byOption.length];
        float[] probabilities = new float[byOption.length];
        for (int k = 0; k < byOption.length; k++) {
            if (byOption[k] >= NEGLIGIBLE) {
                numbers[kept] = (short) k;
                probabilities[kept++] = byOption[k];
            }
        }
        posterior[task] = new Posterior(Arrays.copyOf(numbers, kept), Arrays.copyOf(probabilities, kept));
    }

    void disagreement(int task, double apart, boolean open) {
        disagreement[task] = (float) apart;
        disputed[task] = open;
    }

    /** Whether anything is known: of gold items nothing is. */
    public boolean isPresent(int task) {
        return present[task];
    }

    /** Option number; null where the question has no options. */
    public @Nullable Short option(int task) {
        return option[task] < 0 ? null : (short) option[task];
    }

    /** Null where the question asks for no number. */
    public @Nullable Double number(int task) {
        return Double.isNaN(number[task]) ? null : number[task];
    }

    /** Option numbers; null where the question asks for no set. */
    public @Nullable BitSet options(int task) {
        return options[task];
    }

    /** Null where the question asks for nothing structured. */
    public Answer.@Nullable Structured answer(int task) {
        return answer[task];
    }

    /** Null where the method gives none. */
    public @Nullable Float probability(int task) {
        return Float.isNaN(probability[task]) ? null : probability[task];
    }

    /** Null where the question has no options. */
    public @Nullable Posterior posterior(int task) {
        return posterior[task];
    }

    public float disagreement(int task) {
        return disagreement[task];
    }

    public boolean disputed(int task) {
        return disputed[task];
    }

    /**
     * All about a task as one number, so that a later run sees at once which items it changes; never 0. A structured answer
     * is left out: what it is written as is for the caller to {@link #mix} in.
     */
    public long digest(int task) {
        long h = 1;
        h = mix(h, option[task]);
        h = mix(h, Double.doubleToLongBits(number[task]));
        BitSet set = options[task];
        h = mix(h, set == null ? -1 : Arrays.hashCode(set.toLongArray()));
        h = mix(h, Float.floatToIntBits(probability[task]));
        Posterior all = posterior[task];
        if (all != null) {
            h = mix(h, Arrays.hashCode(all.options));
            for (float p : all.probabilities) {
                h = mix(h, Float.floatToIntBits(p));
            }
        }
        h = mix(h, Float.floatToIntBits(disagreement[task]));
        h = mix(h, disputed[task] ? 1 : 0);
        return h == 0 ? 1 : h;
    }

    /** A digest of a digest and one more value. */
    public static long mix(long hash, long value) {
        long z = (hash ^ value) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        return z ^ (z >>> 29);
    }
}
