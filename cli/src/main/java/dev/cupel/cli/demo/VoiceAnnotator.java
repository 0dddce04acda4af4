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
        implements DemoAnnotator {

    private static final long SEED = 20_260_301;
    private static final List<String> SENTIMENTS = List.of("positive", "negative", "neutral", "mixed");
    private static final List<String> TOPICS = List.of("delivery", "product", "price", "support", "app", "other");
    private static final Set<String> ALL = Set.of("en", "de", "fr", "es", "pt", "hi", "ar", "ja", "zh");

    /** Habits in the order of the record's components, one annotator a line; percentages but for urgency, times, share. */
    private static final String CAST = """
            name               | reads       | guesses | slip | literal | lost | neutral | negative | positive | mixed | careful | flags | miss | extra | urgency | baseMs | perChar | share | when skipping
            Careful Ada        | en,de,fr,es | no      | 1.5  | 2       | 4    | 2       | 1        | 1        | 2     | 95      | 75    | 5    | 2     | 0       | 4200   | 62      | 18    | I don't read %s well enough to judge a tone.
            Literal Otto       | en,de       | no      | 2    | 90      | 8    | 4       | 2        | 2        | 3     | 60      | 15    | 12   | 4     | 0       | 3600   | 48      | 9     | %s, not one of my languages.
            Neutral Nadia      | en,ar,fr    | no      | 2    | 8       | 6    | 32      | 0        | 0        | 2     | 65      | 30    | 15   | 2     | -0.4    | 3900   | 50      | 8     | Cannot read this (%s).
            Hasty Hugo         | *           | yes     | 70   | 50      | 30   | 10      | 10       | 40       | 0     | 0       | 0     | 90   | 5     | -1.5    | 600    | 2.5     | 5     | -
            English-only Grace | en          | yes     | 2    | 4       | 1    | 2       | 2        | 2        | 3     | 85      | 50    | 8    | 3     | 0       | 3300   | 44      | 10    | -
            Polyglot Mei       | *           | no      | 2    | 6       | 25   | 3       | 2        | 3        | 4     | 80      | 55    | 8    | 5     | 0       | 3700   | 50      | 18    | I read %s, but not this dialect.
            Gloomy Gus         | en,es,pt    | no      | 2    | 6       | 5    | 2       | 32       | 0        | 2     | 55      | 20    | 20   | 4     | 0.9     | 2900   | 40      | 8     | %s. No idea.
            Sunny Sol          | en,pt,es,hi | no      | 3    | 12      | 6    | 2       | 0        | 34       | 4     | 60      | 20    | 20   | 5     | -0.6    | 2800   | 38      | 8     | Sorry, my %s stops at hello!
            Thorough Tariq     | en,ar,hi    | no      | 1.5  | 5       | 5    | 2       | 2        | 1        | 4     | 98      | 85    | 4    | 8     | 0.1     | 6100   | 78      | 15    | %s: please give it to somebody who speaks it.
            Both-sides Bea     | en,zh,ja,fr | no      | 2    | 6       | 6    | 3       | 1        | 1        | 28    | 55      | 60    | 6    | 20    | 0       | 4400   | 55      | 8     | Skipped, it is in %s.
            """;

    /** The ten who annotate the demo. */
    static List<DemoAnnotator> cast() {
        return CAST.lines().skip(1).map(VoiceAnnotator::parse).toList();
    }

    private static DemoAnnotator parse(String line) {
        String[] part = line.split(" *\\| *");
        return new VoiceAnnotator(
                part[0],
                part[1].equals("*") ? ALL : Set.of(part[1].split(",")),
                part[2].equals("yes"),
                share(part[3]),
                share(part[4]),
                share(part[5]),
                share(part[6]),
                share(part[7]),
                share(part[8]),
                share(part[9]),
                share(part[10]),
                share(part[11]),
                share(part[12]),
                share(part[13]),
                Double.parseDouble(part[14]),
                Double.parseDouble(part[15]),
                Double.parseDouble(part[16]),
                Integer.parseInt(part[17]),
                part[18]);
    }

    private static double share(String percent) {
        return Double.parseDouble(percent) / 100;
    }

    @Override
    public String displayName() {
        return "Simulated: " + name;
    }

    @Override
    public DemoDecision decide(DemoItem item, int guidelineVersion) {
        SplittableRandom chance = DemoAnnotator.chance(name, item, SEED);
        boolean foreign = !languages.contains(item.language());
        if (foreign && !guessesForeign && chance.nextDouble() < 0.9) {
            String language = Locale.forLanguageTag(item.language()).getDisplayLanguage(Locale.ENGLISH);
            return new DemoDecision.Skipped(
                    String.format(Locale.ROOT, foreignReason, language), DemoAnnotator.activeMs(chance, 2600));
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
        return new DemoDecision.Answered(
                answers,
                slipped,
                ambiguous,
                ambiguous ? item.reference().path("doubt").asString(null) : null,
                DemoAnnotator.activeMs(chance, expectedMs));
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
            case 1 -> 0.2;
            default -> 0.45;
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
