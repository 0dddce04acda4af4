package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the votes on one question say, whatever its kind: the report people read, and the estimate of every item. A pure
 * function of the votes: the same votes give the same figures, whatever the number of threads.
 *
 * <p>Gold items are fixed evidence for the consensus where the method takes any, measure annotators, and are no part of
 * anything else.
 */
public record Judgement(QualityReport report, ItemEstimates estimates) {
    /** Changes whenever the same votes may give another report; reports of other versions are computed again. */
    public static final String VERSION = "5";

    private static final String OVERLAP = "unitising or overlap";

    /** @param votes at least one vote */
    public static Judgement of(QuestionVotes votes) {
        Votes ordinary = votes.withoutGold();
        Figures figures = switch (votes.question()) {
            case Question.Choice choice ->
                ChoiceAnalysis.of(votes, ordinary, shown(votes, choice.options()), choice.ordered());
            case Question.Preference preference ->
                Sides.noted(ChoiceAnalysis.of(votes, ordinary, shown(votes, preference.options()), false), votes);
            case Question.Choices choices -> ChoicesAnalysis.of(votes, ordinary, shown(votes, choices.options()));
            case Question.Rating rating -> NumberAnalysis.of(votes, ordinary, Scale.of(rating));
            case Question.Quantity quantity -> NumberAnalysis.of(votes, ordinary, Scale.of(quantity, votes, ordinary));
            case Question.Structured structured -> StructuredAnalysis.of(votes, ordinary, structured);
        };
        return new Judgement(
                new QualityReport(
                        figures.method(),
                        figures.methodVersion(),
                        options(votes.question(), ordinary),
                        Settings.SEED,
                        figures.agreement(),
                        figures.pairs(),
                        figures.consensus(),
                        figures.annotators(),
                        figures.shares(),
                        Days.agreement(votes),
                        Days.answers(votes),
                        votes.drafts(),
                        votes.audit()),
                figures.estimates());
    }

    /** The numbers of the schema's options, in its order; answers may name others that the schema once had. */
    private static int[] shown(QuestionVotes votes, List<Question.Option> options) {
        return options.stream()
                .mapToInt(option -> votes.optionIds().indexOf(option.id()))
                .toArray();
    }

    private static Map<String, Object> options(Question question, Votes ordinary) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("analysis", VERSION);
        options.put("agreement", AgreementReport.VERSION);
        options.put("bootstrap", Settings.bootstrap(ordinary).replicates());
        options.put("level", Bootstrap.Options.DEFAULTS.level());
        switch (question) {
            case Question.Choice choice -> {
                options.put("distance", choice.ordered() ? "ordinal" : "nominal");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Preference preference -> {
                options.put("distance", "nominal");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Choices choices -> {
                options.put("distance", "masi");
                options.put("consensus", "per option");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Rating rating -> {
                options.put("distance", "ordinal");
                options.put("disputedFrom", Disagreement.FAR);
            }
            case Question.Quantity quantity -> {
                options.put("distance", "interval");
                options.put("disputedFrom", Disagreement.FAR);
            }
            case Question.Structured structured -> {
                options.put("distance", distance(structured));
                options.put("disputedFrom", Disagreement.UNLIKE);
                options.put("rightWithin", Likeness.tolerance(structured));
            }
        }
        return options;
    }

    private static String distance(Question.Structured question) {
        return switch (question) {
            case Question.Text text -> "edits of words";
            case Question.Spans spans -> OVERLAP;
            case Question.Masks masks -> OVERLAP;
            case Question.Boxes boxes -> OVERLAP;
            case Question.Segments segments -> OVERLAP;
            case Question.Polygons polygons -> OVERLAP;
            case Question.Tracks tracks -> OVERLAP;
            case Question.Polylines polylines -> "discrete Fréchet";
            case Question.Keypoints keypoints -> "object keypoint similarity";
        };
    }
}
