package dev.cupel.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import org.junit.jupiter.api.Test;

/** Public sets against the figures that come with them. */
final class StructuredSetsTest {
    private static SpanScore score(Spans.Method method) {
        StructuredData.require("ner_mturk_dev");
        StructuredData.SpanSet set = StructuredData.spans("ner_mturk_dev");
        return SpanScore.of(
                Spans.estimate(set.lengths(), set.answers(), Spans.Options.DEFAULTS.withMethod(method)), set.truth());
    }

    @Test
    void theRaterModelFindsNamedEntitiesThatTheMajorityMisses() {
        assertThat(score(Spans.Method.RATER_MODEL).f1()).isGreaterThanOrEqualTo(0.743);
    }

    @Test
    void theExactMajorityHasTheFiguresOfTheDataset() {
        SpanScore score = score(Spans.Method.EXACT_MAJORITY);
        assertThat(score.precision()).isCloseTo(0.8569, within(5e-5));
        assertThat(score.recall()).isCloseTo(0.5060, within(5e-5));
        assertThat(score.f1()).isCloseTo(0.6363, within(5e-5));
    }

    /** The reference takes some label where labels tie; here labels have no order and the position stays outside. */
    @Test
    void thePluralityOfTagsIsWithin03PointsOfTheFigureOfTheDataset() {
        assertThat(score(Spans.Method.PLURALITY).f1()).isCloseTo(0.6623, within(0.003));
    }

    @Test
    void fuzzyPassagesOfAbstractsAreMarkedWithoutReference() {
        StructuredData.require("pico_nogold");
        StructuredData.SpanSet set = StructuredData.spans("pico_nogold");
        Spans spans = Spans.estimate(set.lengths(), set.answers());
        long found = 0;
        long marked = 0;
        for (int t = 0; t < spans.taskCount(); t++) {
            int end = 0;
            for (Spans.Found one : spans.spans(t)) {
                Span span = one.span();
                assertThat(span.begin()).isGreaterThanOrEqualTo(end);
                end = span.end();
                found++;
                boolean touched = set.answers().of(t).stream()
                        .flatMap(answer -> answer.value().stream())
                        .anyMatch(other -> other.begin() < span.end() && span.begin() < other.end());
                marked += touched ? 1 : 0;
            }
            assertThat(end).isLessThanOrEqualTo(set.lengths()[t]);
        }
        assertThat(found).isGreaterThan(set.lengths().length);
        assertThat(marked).isEqualTo(found);
    }

    @Test
    void roverOfSpeechBeatsTheCommonLibrary() {
        StructuredData.require("speech_dev_clean");
        StructuredData.TextSet clean = StructuredData.texts("speech_dev_clean");
        assertThat(StructuredData.wordErrorRate(Texts.estimate(clean.answers()), clean.truth()))
                .isLessThanOrEqualTo(0.0666);
        StructuredData.require("speech_dev_other");
        StructuredData.TextSet other = StructuredData.texts("speech_dev_other");
        assertThat(StructuredData.wordErrorRate(Texts.estimate(other.answers()), other.truth()))
                .isLessThanOrEqualTo(0.1308);
    }

    @Test
    void medianBoxesOfCellsAreAsGoodAsTheBestFigureOfTheDataset() {
        StructuredData.require("cells");
        StructuredData.CellSet set = StructuredData.cells();
        assertThat(StructuredTable.meanIou(Boxes.estimate(set.boxes()), set)).isGreaterThanOrEqualTo(0.905);
    }

    @Test
    void theMajorityOfMasksHasTheFigureOfTheDatasetAndASpatialPriorHelpsStaple() {
        StructuredData.require("cells");
        StructuredData.CellSet set = StructuredData.cells();
        double majority = StructuredTable.meanIou(Masks.estimate(set.masks()), set);
        assertThat(majority).isGreaterThanOrEqualTo(0.838);
        assertThat(majority).isCloseTo(0.8381, within(5e-5));
        Masks staple = Masks.estimate(set.masks(), Masks.Options.DEFAULTS.withMethod(Masks.Method.STAPLE));
        Masks global = Masks.estimate(set.masks(), Masks.Options.DEFAULTS.withMethod(Masks.Method.STAPLE_GLOBAL));
        assertThat(StructuredTable.meanIou(staple, set)).isGreaterThan(StructuredTable.meanIou(global, set) + 0.03);
    }
}
