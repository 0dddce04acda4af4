package dev.cupel.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.judgement.QualityReport;
import dev.cupel.server.quality.NextStep.Code;
import dev.cupel.server.quality.NextStep.Situation;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NextStepTest {
    private static Code next(long items, long gold, long people, int overlap, long answers, long open, long disputed) {
        return NextStep.of(new Situation(items, gold, people, overlap, answers, open, disputed, "tone"))
                .code();
    }

    @Test
    void withoutItemsThereIsNothingElseToDoThanImport() {
        assertThat(next(0, 5, 3, 2, 0, 0, 0)).isEqualTo(Code.IMPORT_ITEMS);
    }

    @Test
    void fewerPeopleThanAnswersWantedPerItemMeansInviting() {
        NextStep step = NextStep.of(new Situation(10, 0, 1, 3, 4, 26, 0, null));
        assertThat(step.code()).isEqualTo(Code.INVITE_LABELERS);
        assertThat(step.count()).isEqualTo(2);
    }

    @Test
    void withPeopleAndWithoutAnswersLabelingStarts() {
        assertThat(next(10, 0, 3, 3, 0, 30, 0)).isEqualTo(Code.START_LABELING);
    }

    @Test
    void disputesComeBeforeWaitingAndBeforeExport() {
        assertThat(next(10, 0, 3, 3, 20, 10, 2)).isEqualTo(Code.REVIEW_DISPUTES);
        assertThat(next(10, 0, 3, 3, 30, 0, 2)).isEqualTo(Code.REVIEW_DISPUTES);
    }

    @Test
    void everythingLabeledAndSettledIsExported() {
        assertThat(next(10, 0, 3, 3, 30, 0, 0)).isEqualTo(Code.EXPORT);
        assertThat(next(10, 0, 1, 3, 30, 0, 0)).isEqualTo(Code.EXPORT);
    }

    @Test
    void aRunningProjectWithoutGoldIsAskedForSomeOnceThereIsSomebodyToMeasure() {
        assertThat(next(100, 0, 3, 3, 60, 240, 0)).isEqualTo(Code.ADD_GOLD);
        assertThat(next(100, 0, 3, 3, 10, 290, 0)).isEqualTo(Code.WAIT);
        assertThat(next(100, 4, 3, 3, 60, 240, 0)).isEqualTo(Code.WAIT);
    }

    @Test
    void thePaceIsTheMeanOfTheLastSevenDaysAndSaysWhenItIsDone() {
        LocalDate today = LocalDate.of(2026, 3, 10);
        var days = List.of(
                new QualityReport.DayAnswers("2026-01-01", 9_999),
                new QualityReport.DayAnswers("2026-03-05", 40),
                new QualityReport.DayAnswers("2026-03-10", 30));
        // 70 answers in seven days, 95 left: ten days.
        assertThat(Pace.of(days, today, 95)).isEqualTo(new Pace(10.0, LocalDate.of(2026, 3, 20)));
        assertThat(Pace.of(days, today, 0)).isEqualTo(new Pace(10.0, null));
    }

    @Test
    void aProjectThatBeganYesterdayHasHadTwoDays() {
        LocalDate today = LocalDate.of(2026, 3, 10);
        assertThat(Pace.of(List.of(new QualityReport.DayAnswers("2026-03-09", 50)), today, 100))
                .isEqualTo(new Pace(25.0, LocalDate.of(2026, 3, 14)));
    }

    @Test
    void whereNobodyWorksThereIsNoPaceAndNoEnd() {
        LocalDate today = LocalDate.of(2026, 3, 10);
        assertThat(Pace.of(List.of(), today, 10)).isEqualTo(new Pace(null, null));
        assertThat(Pace.of(List.of(new QualityReport.DayAnswers("2026-01-01", 50)), today, 10))
                .isEqualTo(new Pace(null, null));
    }
}
