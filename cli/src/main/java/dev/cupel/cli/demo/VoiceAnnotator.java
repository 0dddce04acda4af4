package dev.cupel.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Annotates "Customer voice". Every habit is a probability in [0, 1]; the habits are listed for people in
 * {@code docs/features/demo.md}.
 *
 * @param name without the word "Simulated"
 * @param languages language subtags read well
 * @param guessesForeign answers in a language not read instead of skipping
 * @param slip plain error on an easy text
 * @param literal takes sarcasm and irony at their word
 * @param lost misreads slang and dialect
 * @param neutralPull calls a mild feeling neutral
 * @param negativePull calls neutral or mixed negative
 * @param positivePull calls polite or mixed texts positive
 * @param mixedPull sees two sides wherever one could
 * @param carefulness heeds the guideline's rules for doubtful texts
 * @param flags marks doubtful texts as ambiguous
 * @param topicMiss overlooks a second topic
 * @param topicExtra adds a topic that is only mentioned
 * @param urgencyBias added to the urgency, in steps, before rounding
 * @param baseMs time for an empty text
 * @param msPerCharacter reading time
 * @param share of the work
 * @param foreignReason said when skipping a language; {@code %s} is its name
 */
record VoiceAnnotator(
        String name,
        Set<String> languages,
        boolean guessesForeign,
        double slip,
        double literal,
        double lost,
        double neutralPull,
        double negativePull,
        double positivePull,
        double mixedPull,
        double carefulness,
        double flags,
        double topicMiss,
        double topicExtra,
        double urgencyBias,
        double baseMs,
        double msPerCharacter,
        int share,
        String foreignReason)
        implements SimulatedAnnotator {

    private static final long SEED = 20_260_301;
    private static final List<String> SENTIMENTS = List.of("positive", "negative", "neutral", "mixed");
    private static final List<String> TOPICS = List.of("delivery", "product", "price", "support", "app", "other");
    private static final Set<String> ALL = Set.of("en", "de", "fr", "es", "pt", "hi", "ar", "ja", "zh");

    /** The ten who annotate the demo. */
    static List<SimulatedAnnotator> cast() {
        return List.of(
                // name, languages, guesses, slip, literal, lost, neutral, negative, positive, mixed, careful, flags,
                // miss, extra, urgency, base, perChar, share
                new VoiceAnnotator(
                        "Careful Ada",
                        Set.of("en", "de", "fr", "es"),
                        false,
                        .015,
                        .02,
                        .04,
                        .02,
                        .01,
                        .01,
                        .02,
                        .95,
                        .75,
                        .05,
                        .02,
                        0,
                        4200,
                        62,
                        12,
                        "I don't read %s well enough to judge a tone."),
                new VoiceAnnotator(
                        "Literal Otto",
                        Set.of("en", "de"),
                        false,
                        .03,
                        .92,
                        .15,
                        .05,
                        .03,
                        .03,
                        .04,
                        .45,
                        .15,
                        .12,
                        .04,
                        0,
                        3600,
                        48,
                        12,
                        "%s, not one of my languages."),
                new VoiceAnnotator(
                        "Neutral Nadia",
                        Set.of("en", "ar", "fr"),
                        false,
                        .03,
                        .15,
                        .12,
                        .48,
                        .0,
                        .0,
                        .02,
                        .5,
                        .3,
                        .15,
                        .02,
                        -.4,
                        3900,
                        50,
                        11,
                        "Cannot read this (%s)."),
                new VoiceAnnotator(
                        "Hasty Hugo",
                        ALL,
                        true,
                        .72,
                        .5,
                        .3,
                        .1,
                        .1,
                        .4,
                        .0,
                        .0,
                        .0,
                        .9,
                        .05,
                        -1.5,
                        600,
                        2.5,
                        11,
                        "%s"),
                new VoiceAnnotator(
                        "English-only Grace",
                        Set.of("en"),
                        true,
                        .025,
                        .06,
                        .01,
                        .04,
                        .04,
                        .04,
                        .05,
                        .8,
                        .5,
                        .08,
                        .03,
                        0,
                        3300,
                        44,
                        12,
                        "%s"),
                new VoiceAnnotator(
                        "Polyglot Mei",
                        ALL,
                        false,
                        .03,
                        .14,
                        .3,
                        .06,
                        .03,
                        .05,
                        .06,
                        .75,
                        .55,
                        .08,
                        .05,
                        0,
                        3700,
                        50,
                        13,
                        "I read %s, but not this dialect."),
                new VoiceAnnotator(
                        "Gloomy Gus",
                        Set.of("en", "es", "pt"),
                        false,
                        .03,
                        .1,
                        .1,
                        .02,
                        .5,
                        .0,
                        .02,
                        .4,
                        .2,
                        .2,
                        .04,
                        .9,
                        2900,
                        40,
                        10,
                        "%s. No idea."),
                new VoiceAnnotator(
                        "Sunny Sol",
                        Set.of("en", "pt", "es", "hi"),
                        false,
                        .04,
                        .22,
                        .12,
                        .02,
                        .0,
                        .55,
                        .05,
                        .45,
                        .2,
                        .2,
                        .05,
                        -.6,
                        2800,
                        38,
                        10,
                        "Sorry, my %s stops at hello!"),
                new VoiceAnnotator(
                        "Thorough Tariq",
                        Set.of("en", "ar", "hi"),
                        false,
                        .02,
                        .08,
                        .08,
                        .04,
                        .03,
                        .02,
                        .08,
                        .98,
                        .85,
                        .04,
                        .08,
                        .1,
                        6100,
                        78,
                        8,
                        "%s: please give it to somebody who speaks it."),
                new VoiceAnnotator(
                        "Both-sides Bea",
                        Set.of("en", "zh", "ja", "fr"),
                        false,
                        .03,
                        .1,
                        .1,
                        .05,
                        .02,
                        .02,
                        .5,
                        .4,
                        .6,
                        .06,
                        .2,
                        0,
                        4400,
                        55,
                        10,
                        "Skipped, it is in %s."));
    }

    @Override
    public String displayName() {
        return "Simulated: " + name;
    }

    @Override
    public Decision decide(DemoItem item, int guidelineVersion) {
        SplittableRandom chance = SimulatedAnnotator.chance(name, item, SEED);
        boolean foreign = !languages.contains(item.language());
        if (foreign && !guessesForeign && chance.nextDouble() < 0.9) {
            String language = Locale.forLanguageTag(item.language()).getDisplayLanguage(Locale.ENGLISH);
            return new Decision.Skipped(
                    String.format(Locale.ROOT, foreignReason, language), SimulatedAnnotator.activeMs(chance, 2600));
        }
        double doubtful = item.reference().path("ambiguity").asInt() / 2.0; // 0 clear, 0.5 arguable, 1 truly open
        String sentiment = sentiment(item, foreign, guidelineVersion, chance);
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        answers.put("sentiment", sentiment);
        answers.set("topics", topics(item, foreign, chance));
        answers.put("urgency", urgency(item, chance));
        boolean ambiguous = doubtful > 0 && !foreign && chance.nextDouble() < flags * (0.35 + 0.65 * doubtful);
        @Nullable ObjectNode slipped = chance.nextDouble() < carefulness * 0.045 ? slip(answers, chance) : null;
        double expectedMs = baseMs + msPerCharacter * item.length() * (1 + 0.5 * doubtful);
        return new Decision.Answered(
                answers,
                slipped,
                ambiguous,
                ambiguous ? item.reference().path("doubt").asString(null) : null,
                SimulatedAnnotator.activeMs(chance, expectedMs));
    }

    private String sentiment(DemoItem item, boolean foreign, int guidelineVersion, SplittableRandom chance) {
        String meant = item.reference().path("sentiment").asString();
        if (foreign) { // a guess from punctuation and emoji: mostly noncommittal
            return chance.nextDouble() < 0.35 ? meant : SENTIMENTS.get(chance.nextInt(4));
        }
        if (chance.nextDouble() < slip) {
            return slip > 0.5 && chance.nextDouble() < 0.55 ? "positive" : SENTIMENTS.get(chance.nextInt(4));
        }
        if ((item.has("sarcasm") || item.has("irony")) && chance.nextDouble() < literal) {
            return meant.equals("positive") ? "negative" : "positive";
        }
        boolean dialect = item.has("slang") || item.has("code-switching");
        if (dialect && chance.nextDouble() < lost) {
            return item.reference().path("alternative").asString("neutral");
        }
        // Version 2 of the guideline settles most of what version 1 left open, for those who read it.
        double open = guidelineVersion >= 2 ? 1 - 0.75 * carefulness : 1 - 0.15 * carefulness;
        double astray = switch (item.reference().path("ambiguity").asInt()) {
            case 0 -> 0;
            case 1 -> 0.28;
            default -> 0.55;
        };
        if (chance.nextDouble() < astray * open) {
            return item.reference().path("alternative").asString(meant);
        }
        return pulled(item, meant, chance);
    }

    /** The annotator's standing bias, on texts understood as they were meant. */
    private String pulled(DemoItem item, String meant, SplittableRandom chance) {
        boolean mild = item.reference().path("urgency").asInt() <= 2;
        boolean polite = item.has("politeness") || item.has("understatement");
        boolean twoSided = item.has("mixed-feelings") || item.has("negation") || item.has("understatement");
        return switch (meant) {
            case "positive" ->
                pick(
                        chance,
                        mild ? neutralPull * 0.6 : 0,
                        "neutral",
                        twoSided ? mixedPull : mixedPull * 0.08,
                        "mixed",
                        negativePull * 0.04,
                        "negative",
                        meant);
            case "negative" ->
                pick(
                        chance,
                        mild ? neutralPull : neutralPull * 0.25,
                        "neutral",
                        twoSided ? mixedPull : mixedPull * 0.08,
                        "mixed",
                        polite ? positivePull * 0.2 : 0,
                        "positive",
                        meant);
            case "neutral" ->
                pick(
                        chance,
                        negativePull * (mild ? 0.4 : 0.9),
                        "negative",
                        polite ? positivePull * 0.9 : positivePull * 0.12,
                        "positive",
                        mixedPull * 0.05,
                        "mixed",
                        meant);
            default ->
                pick(
                        chance,
                        negativePull * 0.85,
                        "negative",
                        positivePull * 0.8,
                        "positive",
                        neutralPull * 0.5,
                        "neutral",
                        meant);
        };
    }

    private static String pick(
            SplittableRandom chance,
            double p1,
            String one,
            double p2,
            String two,
            double p3,
            String three,
            String rest) {
        double at = chance.nextDouble();
        if (at < p1) {
            return one;
        }
        if (at < p1 + p2) {
            return two;
        }
        return at < p1 + p2 + p3 ? three : rest;
    }

    private ArrayNode topics(DemoItem item, boolean foreign, SplittableRandom chance) {
        Set<String> seen = new TreeSet<>((a, b) -> Integer.compare(TOPICS.indexOf(a), TOPICS.indexOf(b)));
        boolean first = true;
        for (JsonNode topic : item.reference().path("topics")) {
            double miss = first ? (foreign ? 0.4 : topicMiss * 0.15) : (foreign ? 0.7 : topicMiss);
            if (chance.nextDouble() >= miss) {
                seen.add(topic.asString());
            }
            first = false;
        }
        if (chance.nextDouble() < topicExtra) {
            seen.add(TOPICS.get(chance.nextInt(5)));
        }
        if (seen.isEmpty()) {
            seen.add(foreign ? "other" : "product");
        }
        ArrayNode topics = JsonNodeFactory.instance.arrayNode();
        seen.forEach(topics::add);
        return topics;
    }

    private int urgency(DemoItem item, SplittableRandom chance) {
        double noise = chance.nextGaussian(0, 0.45);
        long felt = Math.round(item.reference().path("urgency").asInt() + urgencyBias + noise);
        return (int) Math.max(1, Math.min(5, felt));
    }

    /** The wrong key, noticed a moment later. */
    private static ObjectNode slip(ObjectNode answers, SplittableRandom chance) {
        ObjectNode slipped = answers.deepCopy();
        String right = answers.path("sentiment").asString();
        slipped.put("sentiment", SENTIMENTS.get((SENTIMENTS.indexOf(right) + 1 + chance.nextInt(3)) % 4));
        return slipped;
    }
}
