package dev.cupel.server.quality;

import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import dev.cupel.server.project.SchemaCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the votes on one question say: the report people read, and the estimate of every item. A pure function of
 * the votes: the same votes give the same figures, whatever the number of threads.
 *
 * <p>Gold items are fixed evidence for the consensus, measure annotators, and are no part of anything else.
 */
final class Analysis {
    /** Changes whenever the same votes may give another report; reports of other versions are computed again. */
    static final String VERSION = "2";

    private Analysis() {}

    record Result(Report report, Estimates estimates) {}

    /** @param votes at least one vote */
    static Result of(QuestionVotes votes) {
        Votes ordinary = votes.withoutGold();
        Figures figures = switch (votes.question()) {
            case Question.Choice choice -> ChoiceAnalysis.of(votes, ordinary, shown(votes, choice.options()));
            case Question.Choices choices -> ChoicesAnalysis.of(votes, ordinary, shown(votes, choices.options()));
            case Question.Quantity quantity -> throw SchemaCodes.unserved(quantity);
            case Question.Preference preference -> throw SchemaCodes.unserved(preference);
            case Question.Structured structured -> throw SchemaCodes.unserved(structured);
            case Question.Rating rating -> RatingAnalysis.of(votes, ordinary, rating);
        };
        return new Result(
                new Report(
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
                        Days.answers(votes)),
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
                options.put("distance", "nominal");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Choices choices -> {
                options.put("distance", "masi");
                options.put("consensus", "per option");
                options.put("disputedBelow", Disagreement.SURE);
            }
            case Question.Quantity quantity -> throw SchemaCodes.unserved(quantity);
            case Question.Preference preference -> throw SchemaCodes.unserved(preference);
            case Question.Structured structured -> throw SchemaCodes.unserved(structured);
            case Question.Rating rating -> {
                options.put("distance", "ordinal");
                options.put("disputedFrom", Disagreement.FAR);
            }
        }
        return options;
    }
}
