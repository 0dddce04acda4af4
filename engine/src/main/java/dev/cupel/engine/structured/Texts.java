package dev.cupel.engine.structured;

import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * One text from many people's: transcriptions, translations of short phrases, corrected sentences.
 *
 * <p>Shapes: {@code N} tasks, {@code m} answers per task, {@code L} tokens per answer. Similarity of two texts is 1 minus
 * their edit distance over tokens, divided by the length of the longer one. Every answer has a weight: the shrunk mean
 * agreement of its worker with others on all tasks, times its own agreement with the others on this task, each raised to
 * {@link Options#sharpness()}, and never less than half of the heaviest, so that nobody outweighs two who agree. No chance; independent of the order and the names of workers.
 *
 * <ul>
 *   <li>{@link Method#MEDOID}: the answer with the least weighted mean distance to the others; always something that
 *       somebody wrote. Time O(N * m² * L²).
 *   <li>{@link Method#ROVER}: answers are aligned one after the other to a growing network of slots, beginning with the
 *       medoid, then by weight; the heaviest token of each slot (or nothing) wins. Time O(N * m² * L²). Source: J.
 *       Fiscus, "A post-processing system to yield reduced word error rates: Recognizer Output Voting Error Reduction
 *       (ROVER)", ASRU 1997, doi:10.1109/ASRU.1997.659110. Differences: the network starts from the medoid instead of
 *       the first answer, votes are weighted, and similar spellings attract each other.
 * </ul>
 */
public final class Texts {
    /** How one text is made from many. */
    public enum Method {
        MEDOID,
        ROVER
    }

    /** What is aligned and voted on. */
    public enum Unit {
        /** What stands between blanks; the result has single blanks. */
        WORDS,
        /** Unicode code points, for codes, plates and languages written without blanks. */
        CHARACTERS
    }

    /**
     * @param text the consensus
     * @param confidence mean share of the weight behind its tokens (medoid: weighted mean similarity of the answers), in
     *     [0, 1]; not calibrated
     */
    public record Text(String text, double confidence) {}

    /**
     * @param method how
     * @param unit what is voted on
     * @param fold compare tokens in lower case and without anything but letters, digits and apostrophes; the most frequent
     *     spelling of the winner is written
     * @param sharpness how steeply weight grows with agreement, in [0, 20]; 0 gives every answer the same weight
     * @param pseudoAnswers answers' worth by which a worker's agreement is pulled to the crowd's, in (0, 1e6]
     */
    public record Options(Method method, Unit unit, boolean fold, double sharpness, double pseudoAnswers) {
        public static final Options DEFAULTS = new Options(Method.ROVER, Unit.WORDS, true, 4, 5);

        public Options {
            InputException.unless(sharpness >= 0 && sharpness <= 20, "sharpness", sharpness, "in [0, 20]");
            InputException.unless(
                    pseudoAnswers > 0 && pseudoAnswers <= 1e6, "pseudoAnswers", pseudoAnswers, "in (0, 1e6]");
        }

        public Options withMethod(Method how) {
            return new Options(how, unit, fold, sharpness, pseudoAnswers);
        }

        public Options withUnit(Unit what) {
            return new Options(method, what, fold, sharpness, pseudoAnswers);
        }

        public Options withFold(boolean ignoreCaseAndPunctuation) {
            return new Options(method, unit, ignoreCaseAndPunctuation, sharpness, pseudoAnswers);
        }

        public Options withSharpness(double exponent) {
            return new Options(method, unit, fold, exponent, pseudoAnswers);
        }
    }

    /** A little over one half: two of the lightest together outweigh the heaviest. */
    private static final double LEAST_WEIGHT = 0.501;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NOT_COMPARED = Pattern.compile("[^\\p{L}\\p{M}\\p{N}']");

    /** An answer cut into tokens: {@code spelling[i]} is compared as {@code key[i]}. */
    private static final class Tokens {
        private final int worker;
        private final String[] spelling;
        private final int[] key;

        Tokens(int worker, String[] spelling, int[] key) {
            this.worker = worker;
            this.spelling = spelling;
            this.key = key;
        }

        int worker() {
            return worker;
        }

        String[] spelling() {
            return spelling;
        }

        int[] key() {
            return key;
        }
    }

    private final Options options;
    private final List<List<Tokens>> tasks = new ArrayList<>();
    private final Map<String, Integer> keyIds = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final double[] workerAgreement;
    private final double[][] weight;
    private final double[][] shareOfWeight;
    private final List<Optional<Text>> texts = new ArrayList<>();
    /** Of each answer to the consensus. */
    private final double[][] similarityToText;

    private final Evidence evidence;

    private Texts(Answers<String> answers, Options options) {
        this.options = options;
        for (int t = 0; t < answers.taskCount(); t++) {
            tasks.add(answers.of(t).stream()
                    .map(answer -> tokens(answer.worker(), answer.value()))
                    .toList());
        }
        double[][][] similarity = new double[tasks.size()][][];
        for (int t = 0; t < tasks.size(); t++) {
            similarity[t] = similarities(tasks.get(t));
        }
        workerAgreement = workerAgreement(answers.workerCount(), similarity);
        for (int t = 0; t < tasks.size(); t++) {
            tasks.set(t, byTextAndAgreement(answers.of(t), tasks.get(t)));
        }
        weight = new double[tasks.size()][];
        shareOfWeight = new double[tasks.size()][];
        similarityToText = new double[tasks.size()][];
        for (int t = 0; t < tasks.size(); t++) {
            weight[t] = weights(tasks.get(t), similarity[t]);
            shareOfWeight[t] = shares(weight[t]);
            texts.add(tasks.get(t).isEmpty() ? Optional.empty() : Optional.of(combine(t, similarity[t])));
            int[] key = tokens(-1, texts.get(t).map(Text::text).orElse("")).key();
            similarityToText[t] = tasks.get(t).stream()
                    .mapToDouble(answer -> 1 - EditDistance.normalised(answer.key(), key))
                    .toArray();
        }
        evidence = new Evidence(
                options.method() == Method.ROVER ? "rover" : "medoid",
                "1",
                options.toString(),
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                answers.warnings());
    }

    public static Texts estimate(Answers<String> answers) {
        return estimate(answers, Options.DEFAULTS);
    }

    public static Texts estimate(Answers<String> answers, Options options) {
        return new Texts(answers.sorted(Comparator.naturalOrder()), options);
    }

    public int taskCount() {
        return tasks.size();
    }

    /** The consensus; empty for a task without answers. */
    public Optional<Text> text(int task) {
        return texts.get(task);
    }

    /** How much a worker's texts resemble those of others on the same tasks, in [0, 1], pulled to the crowd's mean. */
    public double workerAgreement(int worker) {
        return workerAgreement[worker];
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Similarity of each answer to the consensus, over tokens. */
    public TaskExplanation explain(int task) {
        Optional<Text> consensus = texts.get(task);
        if (consensus.isEmpty()) {
            return TaskExplanation.of(task, List.of(), "no answers");
        }
        List<TaskExplanation.Contribution> contributions = new ArrayList<>();
        int same = 0;
        List<Tokens> answers = tasks.get(task);
        for (int a = 0; a < answers.size(); a++) {
            double similarity = similarityToText[task][a];
            same += similarity == 1 ? 1 : 0;
            contributions.add(
                    new TaskExplanation.Contribution(answers.get(a).worker(), similarity, shareOfWeight[task][a]));
        }
        return TaskExplanation.of(
                task,
                contributions,
                String.format(
                        Locale.ROOT,
                        "%s of %d answers: %d say exactly this, mean share of votes per token %.3f",
                        options.method() == Method.ROVER ? "slot-wise vote" : "medoid",
                        answers.size(),
                        same,
                        consensus.get().confidence()));
    }

    private Tokens tokens(int worker, String text) {
        String[] spelling;
        if (options.unit() == Unit.CHARACTERS) {
            spelling = text.codePoints().mapToObj(Character::toString).toArray(String[]::new);
        } else {
            String stripped = text.strip();
            spelling = stripped.isEmpty() ? new String[0] : BLANKS.split(stripped);
        }
        int[] key = new int[spelling.length];
        for (int i = 0; i < key.length; i++) {
            String folded = options.fold() ? folded(spelling[i]) : spelling[i];
            key[i] = keyIds.computeIfAbsent(folded.isEmpty() ? spelling[i] : folded, name -> {
                keys.add(name);
                return keyIds.size();
            });
        }
        return new Tokens(worker, spelling, key);
    }

    private static String folded(String word) {
        return NOT_COMPARED
                .matcher(word.toLowerCase(Locale.ROOT).replace('\u2019', '\''))
                .replaceAll("");
    }

    /**
     * A text as error rates compare it: words in lower case, without anything but letters, digits and apostrophes, single
     * blanks between; what is nothing then is left out.
     */
    public static String comparable(String text) {
        return BLANKS.splitAsStream(text.strip())
                .map(Texts::folded)
                .filter(word -> !word.isEmpty())
                .collect(java.util.stream.Collectors.joining(" "));
    }

    private static double[][] similarities(List<Tokens> answers) {
        double[][] similarity = new double[answers.size()][answers.size()];
        for (int a = 0; a < answers.size(); a++) {
            similarity[a][a] = 1;
            for (int b = 0; b < a; b++) {
                similarity[a][b] = 1
                        - EditDistance.normalised(
                                answers.get(a).key(), answers.get(b).key());
                similarity[b][a] = similarity[a][b];
            }
        }
        return similarity;
    }

    /** Equal texts by agreement instead of by name: sums of their weights then are the same whatever the names are. */
    private List<Tokens> byTextAndAgreement(List<Answers.Answer<String>> answers, List<Tokens> tokens) {
        List<Integer> order = new ArrayList<>();
        for (int a = 0; a < tokens.size(); a++) {
            order.add(a);
        }
        order.sort(Comparator.comparing((Integer a) -> answers.get(a).value())
                .thenComparingDouble(a -> workerAgreement[answers.get(a).worker()]));
        return order.stream().map(tokens::get).toList();
    }

    /** Mean similarity of one answer to the others of its task; 1 if there are none. */
    private static double agreement(double[][] similarity, int answer) {
        int n = similarity.length;
        return n < 2 ? 1 : (Arrays.stream(similarity[answer]).sum() - 1) / (n - 1);
    }

    private double[] workerAgreement(int workerCount, double[][][] similarity) {
        double[] sum = new double[workerCount];
        int[] count = new int[workerCount];
        double all = 0;
        int answers = 0;
        for (int t = 0; t < tasks.size(); t++) {
            for (int a = 0; tasks.get(t).size() > 1 && a < tasks.get(t).size(); a++) {
                double agreement = agreement(similarity[t], a);
                sum[tasks.get(t).get(a).worker()] += agreement;
                count[tasks.get(t).get(a).worker()]++;
                all += agreement;
                answers++;
            }
        }
        double crowd = answers == 0 ? 1 : all / answers;
        double[] result = new double[workerCount];
        for (int w = 0; w < workerCount; w++) {
            result[w] = (sum[w] + options.pseudoAnswers() * crowd) / (count[w] + options.pseudoAnswers());
        }
        return result;
    }

    /**
     * Weights of a task's answers, the largest 1. None is below {@link #LEAST_WEIGHT}: however good somebody is, two who
     * agree against them win.
     */
    private double[] weights(List<Tokens> answers, double[][] similarity) {
        double[] weights = new double[answers.size()];
        double largest = 0;
        for (int a = 0; a < weights.length; a++) {
            weights[a] =
                    Math.pow(workerAgreement[answers.get(a).worker()] * agreement(similarity, a), options.sharpness());
            largest = Math.max(largest, weights[a]);
        }
        for (int a = 0; a < weights.length; a++) {
            // Where nothing agrees with anything, all answers weigh the same.
            weights[a] = largest > 0 ? Math.max(LEAST_WEIGHT, weights[a] / largest) : 1;
        }
        return weights;
    }

    private static double[] shares(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private Text combine(int task, double[][] similarity) {
        List<Tokens> answers = tasks.get(task);
        double[] closeness = new double[answers.size()];
        int medoid = 0;
        for (int a = 0; a < answers.size(); a++) {
            for (int b = 0; b < answers.size(); b++) {
                closeness[a] += shareOfWeight[task][b] * similarity[a][b];
            }
            if (closeness[a] > closeness[medoid] + 1e-12) {
                medoid = a;
            }
        }
        return options.method() == Method.MEDOID
                ? new Text(write(List.of(answers.get(medoid).spelling())), closeness[medoid])
                : rover(task, medoid);
    }

    private String write(List<String> tokens) {
        return String.join(options.unit() == Unit.WORDS ? " " : "", tokens);
    }

    /** Slots of the network: for each answer that is in it, which of its tokens stands there, or -1 for none. */
    private Text rover(int task, int medoid) {
        List<Tokens> answers = tasks.get(task);
        List<Integer> order = new ArrayList<>();
        for (int a = 0; a < answers.size(); a++) {
            order.add(a);
        }
        double[] w = weight[task];
        order.sort(Comparator.comparing((Integer a) -> a != medoid).thenComparingDouble(a -> -w[a]));
        List<int[]> slots = new ArrayList<>();
        List<Integer> present = new ArrayList<>();
        for (int answer : order) {
            slots = align(answers, w, present, slots, answer);
            present.add(answer);
        }
        double total = Arrays.stream(w).sum();
        List<String> written = new ArrayList<>();
        double confidence = 0;
        for (int[] slot : slots) {
            Map<Integer, Double> votes = votes(answers, w, present, slot);
            int best = -1;
            double most = votes.getOrDefault(-1, 0.0);
            // In the order of the network, so that the medoid's token comes first among equals.
            for (int answer : order) {
                int key = key(answers, answer, slot);
                if (key >= 0) {
                    double votesForKey = votes.getOrDefault(key, 0.0);
                    if (votesForKey > most + 1e-12 * total) {
                        most = votesForKey;
                        best = key;
                    }
                }
            }
            confidence += votes.getOrDefault(best, 0.0) / total;
            if (best >= 0) {
                written.add(spelling(answers, w, slot, best));
            }
        }
        return new Text(write(written), slots.isEmpty() ? 1 : confidence / slots.size());
    }

    private static int key(List<Tokens> answers, int answer, int[] slot) {
        return slot[answer] < 0 ? -1 : answers.get(answer).key()[slot[answer]];
    }

    private static Map<Integer, Double> votes(
            List<Tokens> answers, double[] weight, List<Integer> present, int[] slot) {
        Map<Integer, Double> votes = new HashMap<>();
        for (int answer : present) {
            votes.merge(key(answers, answer, slot), weight[answer], Double::sum);
        }
        return votes;
    }

    /** The heaviest spelling of the winning key; the alphabetically first among equals. */
    private static String spelling(List<Tokens> answers, double[] weight, int[] slot, int key) {
        Map<String, Double> spellings = new java.util.TreeMap<>();
        for (int a = 0; a < answers.size(); a++) {
            if (key(answers, a, slot) == key) {
                spellings.merge(answers.get(a).spelling()[slot[a]], weight[a], Double::sum);
            }
        }
        String best = "";
        double most = -1;
        for (Map.Entry<String, Double> entry : spellings.entrySet()) {
            if (entry.getValue() > most + 1e-12) {
                most = entry.getValue();
                best = entry.getKey();
            }
        }
        return best;
    }

    /** The network with one more answer: it may use slots, leave them empty, or open new ones. */
    private List<int[]> align(
            List<Tokens> answers, double[] weight, List<Integer> present, List<int[]> slots, int added) {
        int[] key = answers.get(added).key();
        int n = slots.size();
        int m = key.length;
        double[][] cost = new double[n + 1][m + 1];
        double[] skip = new double[n];
        double[][] use = new double[n][m];
        double inNetwork = present.stream().mapToDouble(a -> weight[a]).sum();
        for (int i = 0; i < n; i++) {
            Map<Integer, Double> votes = votes(answers, weight, present, slots.get(i));
            skip[i] = 1 - votes.getOrDefault(-1, 0.0) / inNetwork;
            for (int j = 0; j < m; j++) {
                double alike = 0;
                for (Map.Entry<Integer, Double> vote : votes.entrySet()) {
                    alike += vote.getValue() / inNetwork * alike(vote.getKey(), key[j]);
                }
                use[i][j] = 1 - alike;
            }
            cost[i + 1][0] = cost[i][0] + skip[i];
        }
        for (int j = 0; j < m; j++) {
            cost[0][j + 1] = j + 1;
        }
        for (int i = 1; i <= n; i++) {
            for (int j = 1; j <= m; j++) {
                cost[i][j] = Math.min(
                        cost[i - 1][j - 1] + use[i - 1][j - 1],
                        Math.min(cost[i - 1][j] + skip[i - 1], cost[i][j - 1] + 1));
            }
        }
        List<int[]> wider = new ArrayList<>();
        int i = n;
        int j = m;
        while (i > 0 || j > 0) {
            int[] slot;
            if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + use[i - 1][j - 1]) {
                slot = slots.get(--i);
                slot[added] = --j;
            } else if (i > 0 && cost[i][j] == cost[i - 1][j] + skip[i - 1]) {
                slot = slots.get(--i);
            } else {
                slot = new int[answers.size()];
                Arrays.fill(slot, -1);
                slot[added] = --j;
            }
            wider.add(slot);
        }
        return wider.reversed();
    }

    /** 1 for the same token, up to one half for similar spellings: enough to align them, too little to equate them. */
    private double alike(int slotKey, int key) {
        if (slotKey == key) {
            return 1;
        }
        if (slotKey < 0 || options.unit() == Unit.CHARACTERS) {
            return 0;
        }
        int[] a = keys.get(slotKey).chars().toArray();
        int[] b = keys.get(key).chars().toArray();
        return 0.5 * (1 - EditDistance.normalised(a, b));
    }
}
