package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, from 0, for what an odds model keeps figures about: workers, or pairs of a worker and an answer. With many
 * classes only the pairs that occur have one.
 */
final class Cells {
    private final Votes votes;
    private final int shift;
    private final int count;
    /** The pairs that occur, ascending, as {@link Votes#cell}; null where every pair has a number. */
    private final int @Nullable [] occurring;

    private final int[] numberOfVote;

    private Cells(Votes votes, int shift, int count, int @Nullable [] occurring, int[] numberOfVote) {
        this.votes = votes;
        this.shift = shift;
        this.count = count;
        this.occurring = occurring;
        this.numberOfVote = numberOfVote;
    }

    static Cells workers(Votes votes) {
        return new Cells(votes, votes.labelBits(), votes.workerCount(), null, new int[0]);
    }

    static Cells answers(Votes votes) {
        long all = (long) votes.workerCount() << votes.labelBits();
        if (votes.classCount() <= Candidates.FEW_CLASSES || all <= 2L * votes.size()) {
            Memory.require(
                    48 * all,
                    "figures on each of " + votes.classCount() + " answers of " + votes.workerCount() + " workers");
            return new Cells(votes, 0, (int) all, null, new int[0]);
        }
        int[] occurring = new int[votes.size()];
        for (int i = 0; i < occurring.length; i++) {
            occurring[i] = votes.cell(i);
        }
        Arrays.sort(occurring);
        int kept = 0;
        for (int i = 0; i < occurring.length; i++) {
            if (i == 0 || occurring[i] != occurring[kept - 1]) {
                occurring[kept++] = occurring[i];
            }
        }
        occurring = Arrays.copyOf(occurring, kept);
        int[] number = new int[votes.size()];
        for (int i = 0; i < number.length; i++) {
            number[i] = Arrays.binarySearch(occurring, votes.cell(i));
        }
        return new Cells(votes, 0, kept, occurring, number);
    }

    int count() {
        return count;
    }

    /** Whether a vote's cell is {@link Votes#cell} without its lowest {@link #shift()} bits. */
    boolean isPlain() {
        return occurring == null;
    }

    int shift() {
        return shift;
    }

    /** The number of a vote's cell. */
    int of(int vote) {
        return occurring == null ? votes.cell(vote) >>> shift : numberOfVote[vote];
    }

    /** The first cell of a worker; its others follow, ascending by answer. */
    int begin(int worker) {
        return occurring == null ? worker << (votes.labelBits() - shift) : from(worker << votes.labelBits());
    }

    /** After the last cell of a worker. */
    int end(int worker) {
        if (occurring != null) {
            return from((worker + 1) << votes.labelBits());
        }
        return shift > 0 ? worker + 1 : begin(worker) + votes.classCount();
    }

    private int from(int cell) {
        int[] all = occurring == null ? new int[0] : occurring;
        int found = Arrays.binarySearch(all, cell);
        return found < 0 ? -found - 1 : found;
    }

    /** The answer of a cell; meaningless for cells that stand for workers. */
    int answer(int cell) {
        return (occurring == null ? cell : occurring[cell]) & ((1 << votes.labelBits()) - 1);
    }

    /** The cell of a worker's answer, or -1 if it has none. */
    int find(int worker, int answer) {
        int cell = (worker << votes.labelBits()) + answer;
        return occurring == null ? cell >>> shift : Math.max(-1, Arrays.binarySearch(occurring, cell));
    }
}
