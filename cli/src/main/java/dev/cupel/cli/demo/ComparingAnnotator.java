package dev.cupel.cli.demo;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Annotates "Two answers".
 *
 * @param name without the word "Simulated"
 * @param wrong share of comparisons judged the other way, in [0, 1]
 * @param leftLean share of comparisons won by whatever stands on the left of the screen, in [0, 1]
 * @param overlooks share of marks not made, in [0, 1]
 * @param miscounts share of counts off by one, in [0, 1]
 * @param writes share of items for which a sentence is written, in [0, 1]
 * @param baseMs time for an empty item
 * @param share of the work
 */
record ComparingAnnotator(
        String name,
        double wrong,
        double leftLean,
        double overlooks,
        double miscounts,
        double writes,
        double baseMs,
        int share)
        implements DemoAnnotator {

    private static final long SEED = 20_260_911;

    static List<DemoAnnotator> cast() {
        return List.of(
                new ComparingAnnotator("Patient Priya", .03, 0, .05, .05, .8, 14_000, 4),
                new ComparingAnnotator("Quick Quentin", .1, .1, .25, .2, .3, 7000, 4),
                new ComparingAnnotator("Left-leaning Lena", .05, .45, .1, .1, .4, 9000, 4));
    }

    @Override
    public String displayName() {
        return "Simulated: " + name;
    }

    @Override
    public DemoDecision decide(DemoItem item, int guidelineVersion) {
        SplittableRandom chance = DemoAnnotator.chance(name, item, SEED);
        JsonNode meant = item.reference();
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        answers.set("better", better(meant, chance));
        answers.set("facts", facts(meant, chance));
        int off = chance.nextDouble() < miscounts ? chance.nextBoolean() ? 1 : -1 : 0;
        answers.put("wishes", Math.max(0, meant.path("wishes").asInt() + off));
        if (chance.nextDouble() < writes) {
            answers.put("own", meant.path("own").asString());
        }
        return new DemoDecision.Answered(
                answers, null, false, null, DemoAnnotator.activeMs(chance, baseMs + 25.0 * item.length()));
    }

    private ObjectNode better(JsonNode meant, SplittableRandom chance) {
        boolean swapped = chance.nextBoolean();
        String choice = meant.path("better").asString();
        int strength = meant.path("strength").asInt();
        boolean close = choice.equals("tie");
        if (close || chance.nextDouble() < wrong) {
            boolean tie = close && chance.nextDouble() < 0.7;
            choice = tie ? "tie" : choice.equals("left") ? "right" : "left";
            strength = tie ? 0 : 1;
        }
        if (chance.nextDouble() < leftLean && strength < 3 && !choice.equals("tie")) {
            choice = swapped ? "right" : "left"; // whatever stands on the left of the screen
        }
        ObjectNode better =
                JsonNodeFactory.instance.objectNode().put("choice", choice).put("shown", swapped ? "swapped" : "plain");
        if (strength > 0 && !choice.equals("tie")) {
            better.put("strength", strength);
        }
        return better;
    }

    private ArrayNode facts(JsonNode meant, SplittableRandom chance) {
        ArrayNode facts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode fact : meant.path("facts")) {
            if (chance.nextDouble() >= overlooks) {
                facts.add(fact);
            }
        }
        return facts;
    }
}
