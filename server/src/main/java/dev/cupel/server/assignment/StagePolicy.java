package dev.cupel.server.assignment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides for which stages a member is offered an item next. A pure function of where the member stands; the database only looks
 * for a place in the order given here, and refuses if the member stands elsewhere by then.
 */
final class StagePolicy {
    private StagePolicy() {}

    /** Where a labeler's test stands. */
    enum Test {
        /** There is none, or it was passed, or the member labels without one. */
        DONE(0),
        RUNNING(1),
        FAILED(2);

        /** As {@code qualification_of} in the database says it. */
        private final int code;

        Test(int code) {
            this.code = code;
        }

        static Test of(int code) {
            return switch (code) {
                case 0 -> DONE;
                case 1 -> RUNNING;
                case 2 -> FAILED;
                default -> throw new IllegalArgumentException("no standing of a test is " + code);
            };
        }
    }

    /**
     * What the decision rests on, as {@code standing} in the database says it.
     *
     * @param secret of the project, as hexadecimal digits; nobody outside knows it, so nobody can foretell gold
     * @param member by its number
     * @param turn items that the member was handed so far
     * @param goldEvery on average every how many-th item is gold; 0 for none, 1 for gold as long as there is any
     * @param repeatEvery on average every how many-th item is one that the member has answered before; 0 for none
     * @param pilot that runs; 0 for none
     * @param calibrates whether there may be items that everybody answers and the member has not
     * @param auditEvery one in how many finished items is audited; 0 for none, or for a member who does no audits
     */
    record Standing(
            String secret,
            long member,
            int turn,
            int goldEvery,
            int repeatEvery,
            int pilot,
            Test test,
            boolean calibrates,
            int auditEvery) {
        /** @return a standing that is never anybody's, so that the database tells the true one */
        static Standing unknown(long member) {
            return new Standing("", member, -1, 0, 0, 0, Test.DONE, false, 0);
        }

        static Standing of(String secret, long member, List<Integer> stored) {
            return new Standing(
                    secret,
                    member,
                    stored.get(0),
                    stored.get(1),
                    stored.get(2),
                    stored.get(3),
                    Test.of(stored.get(4)),
                    stored.get(5) == 1,
                    stored.get(6));
        }

        /** @return what {@link #of} reads */
        List<Integer> stored() {
            return List.of(turn, goldEvery, repeatEvery, pilot, test.code, calibrates ? 1 : 0, auditEvery);
        }
    }

    /**
     * @param stages to be searched one after the other; empty if the member gets nothing
     * @param hideGold whether gold may come only where ordinary items could have come instead
     */
    record Offer(List<Stage> stages, boolean hideGold) {
        /** @return the stages as the database reads them */
        String stored() {
            return stages.stream().map(Stage::stored).collect(Collectors.joining(","));
        }
    }

    private static final Offer NOTHING = new Offer(List.of(), false);
    private static final Offer ORDINARY = new Offer(List.of(Stage.PRODUCTION), false);
    private static final Offer ONLY_TEST = new Offer(List.of(Stage.QUALIFICATION), false);
    private static final Offer ONLY_PILOT = new Offer(List.of(Stage.PILOT), false);

    /**
     * A test comes before everything and a pilot instead of everything, so that neither can be told from gold or be mixed with it.
     * What only few do comes first to them; gold and repeats are woven in by chance.
     */
    static Offer next(Standing standing) {
        switch (standing.test()) {
            case FAILED -> {
                return NOTHING;
            }
            case RUNNING -> {
                return ONLY_TEST;
            }
            case DONE -> {}
        }
        if (standing.pilot() > 0) {
            return ONLY_PILOT;
        }
        boolean draws = standing.goldEvery() > 0 || standing.repeatEvery() > 0;
        if (!draws && !standing.calibrates() && standing.auditEvery() == 0) {
            return ORDINARY;
        }
        List<Stage> stages = new ArrayList<>();
        if (standing.auditEvery() > 0) {
            stages.add(Stage.AUDIT);
        }
        if (standing.calibrates()) {
            stages.add(Stage.CALIBRATION);
        }
        boolean gold = false;
        if (draws) {
            ByteBuffer draw = draw(standing);
            gold = falls(draw, 0, standing.goldEvery());
            if (gold) {
                stages.add(Stage.GOLD);
            }
            if (falls(draw, Long.BYTES, standing.repeatEvery())) {
                stages.add(Stage.REPEAT);
            }
        }
        stages.add(Stage.PRODUCTION);
        return new Offer(List.copyOf(stages), gold && standing.goldEvery() > 1);
    }

    /** Six bytes from {@code at} on, as a number, tell one turn of {@code every}. */
    private static boolean falls(ByteBuffer draw, int at, int every) {
        return every > 0 && (draw.getLong(at) >>> 16) % every == 0;
    }

    /** SHA-256 of secret, member and turn: evenly spread, and the same on every server. */
    private static ByteBuffer draw(Standing standing) {
        byte[] secret = HexFormat.of().parseHex(standing.secret());
        ByteBuffer text = ByteBuffer.allocate(secret.length + Long.BYTES + Integer.BYTES)
                .put(secret)
                .putLong(standing.member())
                .putInt(standing.turn());
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
