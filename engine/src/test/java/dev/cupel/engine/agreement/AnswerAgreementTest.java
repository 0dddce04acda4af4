package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AnswerAgreement.AnswerDistance;
import dev.cupel.engine.agreement.AnswerAgreement.Ranking;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints.Joint;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class AnswerAgreementTest {
    private static final Bootstrap.Options POINT = Bootstrap.Options.NONE;

    private static double value(Coefficient coefficient) {
        return coefficient.asOptional().orElseThrow();
    }

    @Test
    void alphaOfRankingsComparesPairsOfThings() {
        Ranking abc = Ranking.of(0, 1, 2);
        Ranking bac = Ranking.of(1, 0, 2);
        Ranking cba = Ranking.of(2, 1, 0);
        AnswerAgreement result = AnswerAgreement.of(
                List.of(List.of(abc, abc), List.of(abc, bac), List.of(cba, cba)), Ranking::kendall, POINT);
        // Observed: one of six ordered pairs of answers per item differs, by 1/3: mean 1/9. Expected over 6 answers, 3
        // abc,
        // 1 bac, 2 cba: abc-bac 1/3 x 3, abc-cba 1 x 6, bac-cba 2/3 x 2 = 25/3 of 15 pairs: 5/9.
        assertThat(value(result.alpha())).isCloseTo(1 - (1 / 9.0) / (5 / 9.0), within(1e-12));
        assertThat(value(result.closeness())).isCloseTo(8 / 9.0, within(1e-12));
        assertThat(value(result.exact())).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(result.sampledItems()).isEmpty();
    }

    @Test
    void kendallsDistanceIsOneForReversalOneHalfForAPairTiedInOneAndPutsTheUnnamedLast() {
        assertThat(Ranking.kendall(Ranking.of(0, 1, 2, 3), Ranking.of(3, 2, 1, 0)))
                .isEqualTo(1);
        assertThat(Ranking.kendall(Ranking.of(0, 1, 2, 3), Ranking.of(1, 0, 2, 3)))
                .isCloseTo(1 / 6.0, within(1e-12));
        Ranking tied = new Ranking(List.of(List.of(0, 1), List.of(2)));
        assertThat(Ranking.kendall(tied, Ranking.of(0, 1, 2))).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(Ranking.kendall(tied, new Ranking(List.of(List.of(1, 0), List.of(2)))))
                .isZero();
        // Top-2 lists 0 1 and 1 2 over 0, 1, 2: pairs 01 reversed, 02 reversed, 12 agree.
        assertThat(Ranking.kendall(Ranking.of(0, 1), Ranking.of(1, 2))).isCloseTo(2 / 3.0, within(1e-12));
        assertThatThrownBy(() -> Ranking.of(0, 1, 0)).isInstanceOf(InputException.class);
    }

    @Test
    void textsAreComparedByEditsOfTheLongerOne() {
        assertThat(EditDistance.ofTexts("kitten", "sitting")).isCloseTo(3 / 7.0, within(1e-12));
        assertThat(EditDistance.ofTexts("", "")).isZero();
        assertThat(EditDistance.ofTexts("🙂🙂", "🙂")).isEqualTo(0.5);
        assertThat(EditDistance.ofWords("the cat sat", "the  cat sat down")).isEqualTo(0.25);
    }

    @Test
    void masksShareWhatTheyCover() {
        Mask upper = Mask.ofRows(2, 2, new int[] {0, 2, 2});
        Mask left = Mask.of(RunLengths.of(2, 2, 0, 2, 2));
        assertThat(Mask.distance(upper, left)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(Mask.distance(upper, Mask.empty(3, 2))).isEqualTo(1);
    }

    /** exp(-25 / (2 * 5000 * 0.052²)) for a nose of a person of 5,000 square pixels that is 5 pixels off: 0.3967. */
    @Test
    void keypointsAreAsCloseAsCocoSays() {
        List<Joint> here = IntStream.range(0, 17)
                .mapToObj(i -> new Joint(10 * i, 5 * i, i == 0))
                .toList();
        List<Joint> there = IntStream.range(0, 17)
                .mapToObj(i -> new Joint(10 * i + 3, 5 * i + 4, i == 0))
                .toList();
        var oks = Keypoints.oks(Skeleton.COCO_PERSON.names().stream()
                .map(Skeleton.COCO_PERSON::sigma)
                .toList());
        Keypoints a = new Keypoints(0, here, 5000);
        assertThat(oks.of(a, new Keypoints(0, there, 5000))).isCloseTo(0.3967074336, within(1e-9));
        assertThat(oks.of(a, new Keypoints(1, here, 5000))).isZero();
        List<Joint> more = new ArrayList<>(here);
        more.set(1, new Joint(1, 1, true));
        assertThat(oks.of(a, new Keypoints(0, more, 5000))).isEqualTo(0.5);
        assertThatThrownBy(() -> oks.of(a, new Keypoints(0, here.subList(0, 3), 5000)))
                .isInstanceOf(InputException.class);
        MatchedAgreement matched = MatchedAgreement.of(
                List.of(List.of(List.of(a), List.of(new Keypoints(0, more, 5000), a))), oks, 0.5, POINT);
        assertThat(value(matched.similarity())).isEqualTo(0.5);
    }

    @Property(tries = 200)
    void distancesAreSymmetricZeroForTheSameAndWithinOne(
            @ForAll @Size(max = 6) List<@IntRange(max = 3) Integer> places,
            @ForAll @Size(max = 6) List<@IntRange(max = 3) Integer> others,
            @ForAll @StringLength(max = 8) String text,
            @ForAll @StringLength(max = 8) String other,
            @ForAll long seed) {
        laws(Ranking::kendall, ranking(places), ranking(others));
        laws(EditDistance::ofTexts, text, other);
        laws(EditDistance::ofWords, text, other);
        SplittableRandom chance = new SplittableRandom(seed);
        laws(Mask::distance, mask(chance), mask(chance));
        var oks = Keypoints.oks(List.of(.05, .1, .2));
        laws((a, b) -> 1 - oks.of(a, b), keypoints(chance), keypoints(chance));
    }

    private static <A> void laws(AnswerDistance<A> distance, A a, A b) {
        assertThat(distance.of(a, a)).isZero();
        assertThat(distance.of(a, b)).isEqualTo(distance.of(b, a)).isBetween(0.0, 1.0);
    }

    private static Ranking ranking(List<Integer> placeOf) {
        List<List<Integer>> places = new ArrayList<>();
        IntStream.range(0, 4).forEach(p -> places.add(new ArrayList<>()));
        for (int thing = 0; thing < placeOf.size(); thing++) {
            places.get(placeOf.get(thing)).add(thing);
        }
        return new Ranking(places.stream().filter(place -> !place.isEmpty()).toList());
    }

    private static Mask mask(SplittableRandom chance) {
        int first = chance.nextInt(9);
        int covered = chance.nextInt(13 - first);
        return Mask.ofRows(4, 3, new int[] {first, covered, 12 - first - covered});
    }

    private static Keypoints keypoints(SplittableRandom chance) {
        List<Joint> joints = IntStream.range(0, 3)
                .mapToObj(i -> new Joint(chance.nextDouble(10), chance.nextDouble(10), chance.nextInt(3) > 0))
                .toList();
        return new Keypoints(chance.nextInt(2), joints, 50 + chance.nextInt(50));
    }

    @Property(tries = 60)
    void withEveryOtherAnswerAtDistanceOneAlphaIsNominal(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        int[] task = new int[60];
        int[] worker = new int[60];
        int[] label = new int[60];
        List<List<String>> items = new ArrayList<>();
        for (int r = 0; r < 60; r++) {
            task[r] = r / 3;
            worker[r] = r % 3;
            label[r] = chance.nextInt(4) > 0 ? task[r] % 3 : chance.nextInt(3);
            if (r % 3 == 0) {
                items.add(new ArrayList<>());
            }
            items.getLast().add("answer " + label[r]);
        }
        AnswerAgreement result = AnswerAgreement.of(items, (a, b) -> a.equals(b) ? 0 : 1, POINT);
        Votes votes = Votes.of(20, 3, 3, task, worker, label);
        assertThat(value(result.alpha()))
                .isCloseTo(value(Agreement.krippendorff(votes, new Distance.Nominal(), POINT)), within(1e-9));
        assertThat(value(result.closeness())).isCloseTo(value(result.exact()), within(1e-9));
    }

    @Test
    void tooManyDistinctAnswersAreComparedOnEvenlySpacedItemsAndItIsSaid() {
        List<List<String>> items = IntStream.range(0, 3000)
                .mapToObj(i -> List.of("word " + i, "word " + (i % 2 == 0 ? i : i + 3000)))
                .toList();
        AnswerAgreement result =
                AnswerAgreement.of(items, (a, b) -> a.equals(b) ? 0 : 1, new Bootstrap.Options(20, 0.95, 1));
        int sampled = result.sampledItems().orElseThrow();
        assertThat(sampled).isBetween(1200, 1400);
        assertThat(result.alpha()).isInstanceOf(Coefficient.Estimate.class);
        assertThat(value(result.closeness())).isCloseTo(0.5, within(0.05));
        assertThat(((Coefficient.Estimate) result.closeness()).interval()).isPresent();
    }

    @Test
    void withoutASecondAnswerThereIsAReasonInsteadOfANumber() {
        AnswerAgreement result = AnswerAgreement.of(List.of(List.of("a"), List.of()), EditDistance::ofTexts, POINT);
        assertThat(result.alpha()).isInstanceOf(Coefficient.Undefined.class);
        assertThat(result.closeness()).isInstanceOf(Coefficient.Undefined.class);
        assertThatThrownBy(() -> AnswerAgreement.of(List.of(List.<String>of()), EditDistance::ofTexts, POINT))
                .isInstanceOf(InputException.class);
    }
}
