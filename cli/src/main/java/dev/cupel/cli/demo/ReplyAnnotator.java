package dev.cupel.cli.demo;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Annotates "Helpful replies".
 *
 * @param name without the word "Simulated"
 * @param severity subtracted from the helpfulness, in steps; negative for the lenient
 * @param noise standard deviation of the helpfulness, in steps
 * @param lengthLean steps added to long replies and taken from short ones
 * @param flags marks doubtful replies as ambiguous, in [0, 1]
 * @param baseMs time for an empty reply
 * @param share of the work
 */
record ReplyAnnotator(
        String name, double severity, double noise, double lengthLean, double flags, double baseMs, int share)
        implements DemoAnnotator {

    private static final long SEED = 20_260_707;

    static List<DemoAnnotator> cast() {
        return List.of(
                new ReplyAnnotator("Fair Farah", 0, .3, 0, .7, 5200, 4),
                new ReplyAnnotator("Strict Stan", .8, .35, 0, .2, 4100, 3),
                new ReplyAnnotator("Generous Gina", -.8, .4, .1, .1, 3600, 3),
                new ReplyAnnotator("Longer-is-better Leo", -.1, .4, 1.1, .1, 3000, 3));
    }

    @Override
    public String displayName() {
        return "Simulated: " + name;
    }

    @Override
    public DemoDecision decide(DemoItem item, int guidelineVersion) {
        SplittableRandom chance = DemoAnnotator.chance(name, item, SEED);
        int length = item.row().path("reply").asString().length();
        double lean = lengthLean * Math.max(-1, Math.min(1, (length - 110) / 90.0));
        double felt = item.reference().path("helpfulness").asInt() - severity + lean + chance.nextGaussian(0, noise);
        int helpfulness = (int) Math.max(1, Math.min(5, Math.round(felt)));
        String right = item.reference().path("send").asString();
        // Whoever finds a reply better or worse than it is also lets it pass, or stops it, more easily.
        double shift = felt - item.reference().path("helpfulness").asInt();
        String send = right;
        if (right.equals("edited") && shift > 0.7) {
            send = "yes";
        } else if (shift < -0.9 && !right.equals("no")) {
            send = right.equals("yes") ? "edited" : "no";
        } else if (right.equals("no") && shift > 1.0) {
            send = "edited";
        }
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        answers.put("helpfulness", helpfulness);
        answers.put("send", send);
        @Nullable String doubt = item.reference().path("doubt").asString(null);
        boolean ambiguous = doubt != null && chance.nextDouble() < flags;
        return new DemoDecision.Answered(
                answers,
                null,
                ambiguous,
                ambiguous ? doubt : null,
                DemoAnnotator.activeMs(chance, baseMs + 30.0 * item.length()));
    }
}
