package dev.cupel.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Box;
import dev.cupel.engine.answer.Region.Mask;
import dev.cupel.engine.answer.Region.Segment;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.RunLengths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What holds whatever the kind of question. */
final class JudgementTest {
    private static final List<Option> LABELS = List.of(Option.of("a"), Option.of("b"));
    private static final Marks MARKS = new Marks("x", LABELS, List.of());
    private static final Common Q = Common.of("q");
    private static final int ITEMS = 12;

    /** A question with two different answers to it, and how the votes take them. */
    private record Kind(Question question, Answer first, Answer second) {
        long code(QuestionVotes.Builder votes, Answer answer) {
            return switch (answer) {
                case Answer.Chosen chosen -> chosen.option().equals("a") ? 0 : 1;
                case Answer.Preferred preferred -> 0;
                case Answer.ChosenSet set ->
                    votes.ofSet(set.options().contains("b") ? new int[] {0, 1} : new int[] {0});
                case Answer.Numeric numeric -> QuestionVotes.Builder.ofNumber(numeric.value());
                case Answer.Structured structured -> votes.ofAnswer(structured);
            };
        }

        QuestionVotes votes(boolean gold) {
            return builder(gold).build(Map.of(1L, "ann", 2L, "bob", 3L, "cy"));
        }

        QuestionVotes.Builder builder(boolean gold) {
            List<String> options = question instanceof Question.Closed
                    ? question.options().stream().map(Option::id).toList()
                    : List.of();
            QuestionVotes.Builder votes = new QuestionVotes.Builder(question, options);
            for (int i = 1; i <= ITEMS; i++) {
                Answer right = i % 2 == 0 ? first : second;
                Answer wrong = i % 2 == 0 ? second : first;
                votes.item(i);
                if (question instanceof Question.Spans) {
                    votes.text("one two three four five");
                }
                if (gold && i <= 4) {
                    votes.gold(code(votes, right));
                }
                votes.vote(1, code(votes, right), 900, 20_000);
                votes.vote(2, code(votes, right), 900, 20_000);
                votes.vote(3, code(votes, i % 3 == 0 ? wrong : right), 900, 20_001);
            }
            return votes;
        }
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind(new Question.Choice(Q, LABELS), new Answer.Chosen("a"), new Answer.Chosen("b")));
        kinds.add(new Kind(new Question.Choice(Q, LABELS, true), new Answer.Chosen("a"), new Answer.Chosen("b")));
        kinds.add(new Kind(
                new Question.Choices(Q, LABELS),
                new Answer.ChosenSet(java.util.Set.of("a")),
                new Answer.ChosenSet(java.util.Set.of("a", "b"))));
        kinds.add(new Kind(new Question.Rating(Q, 1, 5, 1, "", ""), new Answer.Numeric(1), new Answer.Numeric(5)));
        kinds.add(new Kind(
                new Question.Quantity(Q, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), ""),
                new Answer.Numeric(10),
                new Answer.Numeric(700)));
        kinds.add(
                new Kind(new Question.Text(Q), new Answer.Written("a small cat"), new Answer.Written("no dogs here")));
        kinds.add(new Kind(new Question.Spans(Q, MARKS), spans("a", 0, 3), spans("b", 8, 13)));
        kinds.add(new Kind(
                new Question.Boxes(Q, MARKS),
                new Answer.Boxes(List.of(new Box(Tag.of("a"), 0, 0, 10, 10, 0))),
                new Answer.Boxes(List.of(new Box(Tag.of("b"), 50, 50, 10, 10, 0)))));
        kinds.add(new Kind(
                new Question.Segments(Q, MARKS),
                new Answer.Segments(List.of(new Segment(Tag.of("a"), 0, 2))),
                new Answer.Segments(List.of(new Segment(Tag.of("b"), 5, 9)))));
        kinds.add(new Kind(new Question.Masks(Q, MARKS, true), mask(0, 8, 8), mask(8, 8)));
        kinds.add(new Kind(new Question.Polygons(Q, MARKS), polygon("a", 0), polygon("b", 50)));
        kinds.add(new Kind(new Question.Polylines(Q, MARKS), polyline("a", 0), polyline("b", 50)));
        kinds.add(new Kind(
                new Question.Keypoints(Q, MARKS, Question.Skeleton.COCO_PERSON),
                keypoints("a", 0),
                keypoints("b", 50)));
        kinds.add(new Kind(new Question.Tracks(Q, MARKS), tracks("a", 0), tracks("b", 50)));
        return kinds;
    }

    private static Answer.Spans spans(String label, int begin, int end) {
        return new Answer.Spans(List.of(dev.cupel.engine.answer.Region.Span.of(label, begin, end)));
    }

    private static Answer.Polygons polygon(String label, double at) {
        return new Answer.Polygons(List.of(new Region.Polygon(Tag.of(label), corner(at), List.of())));
    }

    private static Answer.Polylines polyline(String label, double at) {
        return new Answer.Polylines(List.of(new Region.Polyline(Tag.of(label), corner(at))));
    }

    private static List<Region.Point> corner(double at) {
        return List.of(new Region.Point(at, at), new Region.Point(at + 10, at), new Region.Point(at, at + 10));
    }

    private static Answer.Keypoints keypoints(String label, double at) {
        Region.Keypoint there = new Region.Keypoint(new Region.Point(at, at), Region.Visibility.VISIBLE);
        return new Answer.Keypoints(List.of(new Region.Keypoints(Tag.of(label), Map.of("nose", there))));
    }

    private static Answer.Tracks tracks(String label, double at) {
        Region.Keyframe there = new Region.Keyframe(3, at, at, 10, 10, Optional.empty(), Optional.empty());
        return new Answer.Tracks(new Answer.TimeBase(1, 25), List.of(new Region.Track(Tag.of(label), List.of(there))));
    }

    private static Answer.Masks mask(int... runs) {
        return new Answer.Masks(List.of(new Mask(Tag.of(""), RunLengths.of(4, 4, runs))));
    }

    @Test
    void twoOfThreeThatAgreeSettleAnItemOfEveryKind() {
        for (Kind kind : kinds()) {
            QuestionVotes votes = kind.votes(false);
            ItemEstimates estimates = Judgement.of(votes).estimates();
            String name = kind.question().kind();
            assertThat(estimates.isPresent(0)).as(name).isTrue();
            assertThat(estimates.disagreement(0)).as(name).isZero();
            assertThat(estimates.disputed(0)).as(name).isFalse();
            assertThat(estimates.disagreement(2)).as(name + ": one differs").isPositive();
            Answer.Structured fused = estimates.answer(0);
            if (fused != null) {
                assertThat(Likeness.right(kind.question(), fused, kind.second()))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Test
    void goldMeasuresPeopleOfEveryKindAndIsNoPartOfAnythingElse() {
        for (Kind kind : kinds()) {
            Judgement judgement = Judgement.of(kind.votes(true));
            String name = kind.question().kind();
            assertThat(judgement.estimates().isPresent(0)).as(name).isFalse();
            assertThat(judgement.report().consensus().items()).as(name).isEqualTo(ITEMS - 4);
            assertThat(judgement.report().annotators().get(0).goldAccuracy().value())
                    .as(name)
                    .isEqualTo(1);
            assertThat(judgement.report().annotators().get(2).goldAccuracy().value())
                    .as(name + ": wrong on the third of four")
                    .isEqualTo(0.75);
        }
    }

    @Test
    void whoIsAskedAgainAgreesWithThemselvesAsOftenAsTheySaidWhatCountsAsTheSame() {
        for (Kind kind : kinds()) {
            QuestionVotes.Builder votes = kind.builder(false);
            votes.again(1, kind.first(), kind.first())
                    .again(1, kind.first(), kind.second())
                    .again(1, kind.second(), kind.second())
                    .again(2, kind.first(), kind.second());
            Judgement judgement = Judgement.of(votes.build(Map.of()));
            String name = kind.question().kind();
            List<QualityReport.Annotator> people = judgement.report().annotators();
            assertThat(people.get(0).consistency())
                    .as(name + ": two of three, with Wilson's interval")
                    .isEqualTo(Estimate.share(2, 3, ""));
            assertThat(people.get(1).consistency()).as(name).isEqualTo(Estimate.share(0, 1, ""));
            assertThat(people.get(2).consistency())
                    .as(name)
                    .isEqualTo(Estimate.undefined("Nobody has asked them about an item once more yet."));
            assertThat(people.get(0).agreementWithConsensus())
                    .as(name + ": nothing else changes")
                    .isEqualTo(Judgement.of(kind.votes(false))
                            .report()
                            .annotators()
                            .get(0)
                            .agreementWithConsensus());
        }
    }

    @Test
    void theSameVotesGiveTheSameFigures() {
        for (Kind kind : kinds()) {
            Judgement first = Judgement.of(kind.votes(true));
            Judgement again = Judgement.of(kind.votes(true));
            assertThat(again.report()).as(kind.question().kind()).isEqualTo(first.report());
            for (int t = 0; t < ITEMS; t++) {
                assertThat(again.estimates().digest(t))
                        .isEqualTo(first.estimates().digest(t));
            }
        }
    }

    @Test
    void allGoldAndNothingElseIsAReportWithoutFigures() {
        for (Kind kind : kinds()) {
            QuestionVotes.Builder votes = new QuestionVotes.Builder(
                    kind.question(),
                    kind.question().options().stream().map(Option::id).toList());
            votes.item(1);
            votes.gold(kind.code(votes, kind.first()));
            votes.vote(1, kind.code(votes, kind.first()), 10, 0);
            QualityReport report = Judgement.of(votes.build(Map.of())).report();
            assertThat(report.consensus().items()).as(kind.question().kind()).isZero();
            assertThat(report.agreement().alpha().undefinedBecause()).isNotNull();
        }
    }
}
