package dev.cupel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SchemaJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the demo's texts promise to whoever reads them. */
final class DemoContentTest {
    private static final DemoProject VOICE = DemoProject.customerVoice();
    private static final DemoProject REPLIES = DemoProject.helpfulReplies();

    @Test
    void thereAreAtLeast240TextsAndNoneTwice() {
        List<String> texts = VOICE.items().stream()
                .map(item -> item.row().path("text").asString())
                .toList();
        assertThat(texts)
                .hasSizeGreaterThanOrEqualTo(240)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(VOICE.items().stream().map(DemoItem::key)).doesNotHaveDuplicates();
        assertThat(REPLIES.items()).hasSize(40);
    }

    @Test
    void theySpeakSeveralEnglishesAndOtherLanguages() {
        Set<String> locales = VOICE.items().stream()
                .map(item -> item.row().path("locale").asString())
                .collect(Collectors.toSet());
        assertThat(locales)
                .contains("en-IE", "en-IN", "en-NG", "en-AU", "en-GB-scotland", "en-US", "en-SG")
                .contains("de-DE", "fr-FR", "es-ES", "pt-BR", "hi-IN", "ar-EG", "ja-JP", "zh-CN")
                .allSatisfy(tag -> assertThat(wellFormed(tag)).as(tag).isTrue());
    }

    private static boolean wellFormed(String tag) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException malformed) {
            return false;
        }
    }

    @Test
    void everySimulatedAnswerFitsItsSchema() {
        for (DemoProject project : List.of(VOICE, REPLIES, DemoProject.twoAnswers())) {
            FindingList findings = new FindingList();
            Schema schema = SchemaJson.read(project.definition().path("schema"), findings);
            for (DemoAnnotator annotator : project.cast()) {
                for (DemoItem item : project.items()) {
                    if (annotator.decide(item, 1) instanceof DemoDecision.Answered answered) {
                        Map<String, Answer> answers = new HashMap<>();
                        answered.answers().properties().forEach(entry -> {
                            Answer answer = new AnswerJson(findings)
                                    .read(schema.question(entry.getKey()).orElseThrow(), entry.getValue(), item.key());
                            if (answer != null) {
                                answers.put(entry.getKey(), answer);
                            }
                        });
                        schema.check(answers).forEach(findings::add);
                    }
                }
            }
            assertThat(findings.all()).as(project.name()).isEmpty();
        }
    }

    @Test
    void everyReferenceIsAnAnswerTheSchemaAllows() {
        for (DemoProject project : List.of(VOICE, REPLIES)) {
            for (JsonNode question : project.definition().path("schema").path("questions")) {
                String id = question.path("id").asString();
                Set<String> options = new HashSet<>();
                question.path("options")
                        .forEach(option -> options.add(option.path("id").asString()));
                for (DemoItem item : project.items()) {
                    JsonNode value = item.reference().path(id);
                    switch (question.path("type").asString()) {
                        case "choice" -> assertThat(options).as(item.key()).contains(value.asString());
                        case "choices" -> {
                            assertThat(value.size()).as(item.key()).isPositive();
                            value.forEach(
                                    each -> assertThat(options).as(item.key()).contains(each.asString()));
                        }
                        default ->
                            assertThat(value.asInt())
                                    .as(item.key())
                                    .isBetween(
                                            question.path("min").asInt(),
                                            question.path("max").asInt());
                    }
                }
            }
        }
    }

    @Test
    void someItemsAreGoldInEveryClass() {
        List<String> verified = VOICE.items().stream()
                .map(item -> item.row().path("gold.sentiment").asString(""))
                .filter(answer -> !answer.isEmpty())
                .toList();
        assertThat(verified).hasSizeBetween(20, 30).contains("positive", "negative", "neutral", "mixed");
    }

    @Test
    void theAuthorsReferenceIsNeverImported() {
        for (DemoProject project : List.of(VOICE, REPLIES)) {
            assertThat(project.importLines().lines())
                    .hasSize(project.items().size())
                    .allSatisfy(
                            line -> assertThat(DemoProject.JSON.readTree(line).propertyNames())
                                    .isSubsetOf(
                                            "key",
                                            "text",
                                            "message",
                                            "reply",
                                            "channel",
                                            "locale",
                                            "product",
                                            "date",
                                            "writtenBy",
                                            "gold.sentiment"));
        }
    }

    @Test
    void theSecondGuidelineKeepsTheFirstAndAddsTheRulesThatCameFromDisputes() {
        assertThat(VOICE.guidelines()).hasSize(2);
        assertThat(VOICE.guidelines().get(0)).doesNotContain("In doubt");
        assertThat(VOICE.guidelines().get(1)).contains("### In doubt", "## Topics", "## Urgency");
    }
}
