package dev.cupel.server.assignment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides for which stages a member is offered an item next. A pure function of what is known about the member's turn; the database
 * only looks for a place in the order given here, and refuses if the turn is another one by then.
 */
final class StagePolicy {
    private StagePolicy() {}

    /**
     * @param secret of the project, as hexadecimal digits; nobody outside knows it, so nobody can foretell gold
     * @param member by its number
     * @param turn items that the member was handed so far
     * @param goldEvery on average every how many-th item is gold; 0 for none, 1 for gold as long as there is any
     * @param repeatEvery on average every how many-th item is one that the member has answered before; 0 for none
     */
    record Turn(String secret, long member, int turn, int goldEvery, int repeatEvery) {
        /** @return a turn that is never anybody's, so that the database tells the true one */
        static Turn unknown(long member) {
            return new Turn("", member, -1, 0, 0);
        }
    }

    /**
     * @param stages to be searched one after the other; never empty
     * @param hideGold whether gold may come only where ordinary items could have come instead
     */
    record Offer(List<Stage> stages, boolean hideGold) {
        /** @return the stages as the database reads them */
        String stored() {
            return stages.stream().map(Stage::stored).collect(Collectors.joining(","));
        }
    }

    private static final Offer ORDINARY = new Offer(List.of(Stage.PRODUCTION), false);

    static Offer next(Turn turn) {
        if (turn.goldEvery() <= 0 && turn.repeatEvery() <= 0) {
            return ORDINARY;
        }
        ByteBuffer draw = draw(turn);
        boolean gold = falls(draw, 0, turn.goldEvery());
        boolean repeat = falls(draw, Long.BYTES, turn.repeatEvery());
        if (!gold && !repeat) {
            return ORDINARY;
        }
        List<Stage> stages = new ArrayList<>();
        if (gold) {
            stages.add(Stage.GOLD);
        }
        if (repeat) {
            stages.add(Stage.REPEAT);
        }
        stages.add(Stage.PRODUCTION);
        return new Offer(List.copyOf(stages), gold && turn.goldEvery() > 1);
    }

    /** Six bytes from {@code at} on, as a number, tell one turn of {@code every}. */
    private static boolean falls(ByteBuffer draw, int at, int every) {
        return every > 0 && (draw.getLong(at) >>> 16) % every == 0;
    }

    /** SHA-256 of secret, member and turn: evenly spread, and the same on every server. */
    private static ByteBuffer draw(Turn turn) {
        byte[] secret = HexFormat.of().parseHex(turn.secret());
        ByteBuffer text = ByteBuffer.allocate(secret.length + Long.BYTES + Integer.BYTES)
                .put(secret)
                .putLong(turn.member())
                .putInt(turn.turn());
        return ByteBuffer.wrap(sha256().digest(text.array()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
