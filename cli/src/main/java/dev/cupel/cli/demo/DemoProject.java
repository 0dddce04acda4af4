package dev.cupel.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One demo project, read from the jar.
 *
 * @param definition key, name, overlap, goldEvery and schema, as {@code POST /projects} takes them
 * @param guidelines Markdown of version 1, 2, ...
 * @param items in their order in the project
 * @param cast who annotates it
 * @param annotatedShare how much of the work the simulated annotators do, in (0, 1]; the rest waits for people
 * @param decisionsBefore share of their work after which the owner decides disputes and improves the guideline; 1 for
 *     never
 * @param disputedQuestion the question whose disputes are decided
 * @param practice keys of the gold items that newcomers practise on, with why their answers are right
 */
record DemoProject(
        ObjectNode definition,
        List<String> guidelines,
        List<DemoItem> items,
        List<DemoAnnotator> cast,
        double annotatedShare,
        double decisionsBefore,
        String disputedQuestion,
        Map<String, String> practice) {

    static final JsonMapper JSON = JsonMapper.shared();

    /** Sentiment, topics and urgency of what customers write. */
    static DemoProject customerVoice() {
        return new DemoProject(
                object(read("customer-voice.project.json")),
                List.of(read("customer-voice.guideline-v1.md"), read("customer-voice.guideline-v2.md")),
                items("customer-voice.jsonl"),
                VoiceAnnotator.cast(),
                0.75,
                0.6,
                "sentiment",
                Map.of(
                        "cv-226",
                        "A question about the product, without praise or complaint: neutral.",
                        "cv-189",
                        "Support is praised and the website is not. The shop could act on either, so neither wins: mixed.",
                        "cv-117",
                        "Meant as the opposite of what it says: one ear is silent. Judge what is meant: negative."));
    }

    /** Drafted replies, rated for helpfulness. */
    static DemoProject helpfulReplies() {
        return new DemoProject(
                object(read("helpful-replies.project.json")),
                List.of(read("helpful-replies.guideline-v1.md")),
                items("helpful-replies.jsonl"),
                ReplyAnnotator.cast(),
                0.8,
                1,
                "send",
                Map.of());
    }

    /** Two answers to one request: which is better, what the request is about, and a sentence of one's own. */
    static DemoProject twoAnswers() {
        return new DemoProject(
                object(read("two-answers.project.json")),
                List.of(read("two-answers.guideline-v1.md")),
                items("two-answers.jsonl"),
                ComparingAnnotator.cast(),
                0.85,
                1,
                "better",
                Map.of());
    }

    String key() {
        return definition.path("key").asString();
    }

    String name() {
        return definition.path("name").asString();
    }

    int overlap() {
        return definition.path("overlap").asInt();
    }

    /** Answers the simulated annotators give before they stop. */
    int answersWanted() {
        return (int) Math.round(items.size() * overlap() * annotatedShare);
    }

    /** The import file: one JSON object per line, without anything only the simulation may know. */
    String importLines() {
        StringBuilder lines = new StringBuilder();
        items.forEach(item -> lines.append(JSON.writeValueAsString(item.row())).append('\n'));
        return lines.toString();
    }

    private static List<DemoItem> items(String resource) {
        List<DemoItem> items = new ArrayList<>();
        read(resource).lines().filter(line -> !line.isBlank()).forEach(line -> items.add(DemoItem.of(object(line))));
        return List.copyOf(items);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static String read(String resource) {
        try (InputStream in = DemoProject.class.getResourceAsStream("/demo/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("/demo/" + resource + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
