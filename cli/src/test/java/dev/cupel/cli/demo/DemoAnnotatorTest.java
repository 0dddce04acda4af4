package dev.cupel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each simulated annotator is the character its name promises, and is the same whenever it is asked. */
final class DemoAnnotatorTest {
    private static final DemoProject VOICE = DemoProject.customerVoice();

    @Test
    void theSameAnnotatorGivesTheSameItemTheSameAnswer() {
        for (DemoProject project : List.of(VOICE, DemoProject.helpfulReplies(), DemoProject.twoAnswers())) {
            for (DemoAnnotator annotator : project.cast()) {
                for (DemoItem item : project.items()) {
                    assertThat(annotator.decide(item, 1)).isEqualTo(annotator.decide(item, 1));
                }
            }
        }
    }

    @Test
    void everybodyIsNamedAsSimulatedAndNobodyTwice() {
        assertThat(VOICE.cast())
                .hasSizeBetween(8, 10)
                .extracting(DemoAnnotator::displayName)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("Simulated: "));
    }

    @Test
    void carefulAdaIsTheBestAndHastyHugoTheWorst() {
        double ada = accuracy("Careful Ada", 2, item -> true);
        double hugo = accuracy("Hasty Hugo", 2, item -> true);
        assertThat(ada).isGreaterThan(0.9);
        assertThat(hugo).isLessThan(0.5);
        for (DemoAnnotator other : VOICE.cast()) {
            assertThat(accuracy(other, 2, item -> true)).as(other.displayName()).isBetween(hugo, ada);
        }
    }

    @Test
    void literalOttoTakesSarcasmAtItsWordAndReadsTheRestWell() {
        assertThat(accuracy("Literal Otto", 1, item -> item.has("sarcasm"))).isLessThan(0.3);
        assertThat(accuracy(
                        "Literal Otto",
                        1,
                        item -> item.reference().path("ambiguity").asInt() == 0
                                && !item.has("sarcasm")
                                && !item.has("irony")
                                && !item.has("slang")))
                .isGreaterThan(0.85);
    }

    @Test
    void englishOnlyGraceReadsEnglishWellAndGuessesTheRest() {
        assertThat(accuracy("English-only Grace", 2, item -> item.language().equals("en")))
                .isGreaterThan(0.85);
        assertThat(accuracy("English-only Grace", 2, item -> !item.language().equals("en")))
                .isLessThan(0.6);
    }

    @Test
    void neutralNadiaCallsMildFeelingsNeutralMoreOftenThanTheyAre() {
        DemoAnnotator nadia = named("Neutral Nadia");
        long said = VOICE.items().stream()
                .filter(item -> says(nadia, item, 1, "neutral"))
                .count();
        long meant = VOICE.items().stream()
                .filter(item -> nadia.decide(item, 1) instanceof DemoDecision.Answered)
                .filter(item -> item.reference().path("sentiment").asString().equals("neutral"))
                .count();
        assertThat(said).isGreaterThan(meant * 3 / 2);
    }

    @Test
    void hastyHugoIsFasterThanReadingAllows() {
        DemoAnnotator hugo = named("Hasty Hugo");
        DemoAnnotator ada = named("Careful Ada");
        assertThat(totalMs(hugo) * 5).isLessThan(totalMs(ada));
    }

    @Test
    void theBetterGuidelineHelpsThoseWhoReadIt() {
        assertThat(accuracy("Thorough Tariq", 2, item -> true))
                .isGreaterThan(accuracy("Thorough Tariq", 1, item -> true));
        assertThat(accuracy("Hasty Hugo", 2, item -> true)).isEqualTo(accuracy("Hasty Hugo", 1, item -> true));
    }

    @Test
    void aFlagWithADoubtNamesTheDoubtOfThatText() {
        DemoAnnotator tariq = named("Thorough Tariq");
        long flaggedWithDoubt = VOICE.items().stream()
                .filter(item -> tariq.decide(item, 1) instanceof DemoDecision.Answered answered
                        && answered.doubt() != null
                        && answered.ambiguous()
                        && answered.doubt()
                                .equals(item.reference().path("doubt").asString()))
                .count();
        assertThat(flaggedWithDoubt).isGreaterThan(10);
    }

    private static DemoAnnotator named(String name) {
        return VOICE.cast().stream()
                .filter(annotator -> annotator.displayName().equals("Simulated: " + name))
                .findFirst()
                .orElseThrow();
    }

    private static long totalMs(DemoAnnotator annotator) {
        return VOICE.items().stream()
                .mapToLong(item -> annotator.decide(item, 1).activeMs())
                .sum();
    }

    private static boolean says(DemoAnnotator annotator, DemoItem item, int guideline, String sentiment) {
        return annotator.decide(item, guideline) instanceof DemoDecision.Answered answered
                && answered.answers().path("sentiment").asString().equals(sentiment);
    }

    private static double accuracy(String name, int guideline, Predicate<DemoItem> which) {
        return accuracy(named(name), guideline, which);
    }

    /** Share of the items it does not skip that it answers as the author meant them. */
    private static double accuracy(DemoAnnotator annotator, int guideline, Predicate<DemoItem> which) {
        List<DemoItem> answered = VOICE.items().stream()
                .filter(which)
                .filter(item -> annotator.decide(item, guideline) instanceof DemoDecision.Answered)
                .toList();
        assertThat(answered).isNotEmpty();
        long right = answered.stream()
                .filter(item -> says(
                        annotator,
                        item,
                        guideline,
                        item.reference().path("sentiment").asString()))
                .count();
        return right / (double) answered.size();
    }
}
