package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.AnswerAgreement;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Interpretation;
import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.SpanAgreement;
import dev.cupel.engine.agreement.UnitisingAlpha;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts and regions: agreement by how like answers are, and a consensus fused from all of them. */
final class StructuredAnalysis {
    private static final String NO_CLASSES = "Gwet's AC1 compares classes; these answers are more or less alike.";

    private final QuestionVotes votes;
    private final Votes ordinary;
    private final Question.Structured question;
    private final Votes all;
    private final RegionIndex index;
    private final Bootstrap.Options bootstrap;
    private final ItemEstimates estimates;
    private final Fused fused;
    private long items;
    private long above95;
    private boolean anyProbability;

    private StructuredAnalysis(QuestionVotes votes, Votes ordinary, Question.Structured question) {
        this.votes = votes;
        this.ordinary = ordinary;
        this.question = question;
        this.all = votes.all();
        this.index = RegionIndex.of(votes.answers());
        this.bootstrap = Settings.bootstrap(ordinary);
        this.estimates = new ItemEstimates(votes.taskCount());
        this.fused = Fused.of(votes, all, index, question);
    }

    static Figures of(QuestionVotes votes, Votes ordinary, Question.Structured question) {
        StructuredAnalysis analysis = new StructuredAnalysis(votes, ordinary, question);
        analysis.estimate();
        return analysis.figures();
    }

    private void estimate() {
        for (int t = 0; t < votes.taskCount(); t++) {
            Fused.Settled settled = votes.isGold(t) ? null : fused.settled(t);
            if (settled == null) {
                continue;
            }
            int first = all.begin(t);
            double apart = Disagreement.ofPairs(
                    all.count(t), (i, j) -> 1 - votes.likeness(all.label(first + i), all.label(first + j)));
            estimates.answer(t, settled.answer(), settled.probability());
            estimates.disagreement(t, apart, apart >= Disagreement.UNLIKE);
            items++;
            anyProbability |= !Double.isNaN(settled.probability());
            above95 += settled.probability() >= 0.95 ? 1 : 0;
        }
    }

    private Figures figures() {
        return new Figures(
                fused.method(),
                fused.version(),
                ordinary.size() == 0 ? AgreementFigures.nothing(List.of()) : agreement(),
                Pairs.of(votes, all, votes::likeness),
                new QualityReport.Consensus(
                        items, fused.rounds(), fused.converged(), List.of(), anyProbability ? above95 : null, null),
                Annotators.of(
                        votes, all, WithOthers.structured(votes, all), 0, null, fused.reliability(votes.workerCount())),
                List.of(),
                estimates);
    }

    // ---------------------------------------------------------------- agreement

    private QualityReport.Agreement agreement() {
        return switch (question) {
            case Question.Text text -> ofWhole("Krippendorff's alpha (edits of words)");
            case Question.Masks masks -> ofWhole("Krippendorff's alpha (overlap of masks)");
            case Question.Spans spans -> ofSpans();
            case Question.Matched regions -> ofMatched(MatchedRegions.of(regions, index));
        };
    }

    /** The answers to each ordinary item. */
    private List<List<Answer.Structured>> items() {
        List<List<Answer.Structured>> answered = new ArrayList<>();
        for (int t = 0; t < all.taskCount(); t++) {
            if (votes.isGold(t)) {
                continue;
            }
            List<Answer.Structured> ofItem = new ArrayList<>();
            for (int v = all.begin(t); v < all.end(t); v++) {
                ofItem.add(votes.answer(all.label(v)));
            }
            answered.add(ofItem);
        }
        return answered;
    }

    /** Where an answer is one thing, which can be compared with another as it stands. */
    private QualityReport.Agreement ofWhole(String title) {
        AnswerAgreement agreement = AnswerAgreement.of(items(), (a, b) -> Likeness.distance(question, a, b), bootstrap);
        List<String> notes = new ArrayList<>();
        agreement
                .sampledItems()
                .ifPresent(n -> notes.add("The answers are too many to compare each with each: the figures rest on " + n
                        + " items, evenly spaced."));
        return new QualityReport.Agreement(
                Estimate.of(agreement.alpha()),
                Estimate.of(agreement.exact()),
                Estimate.undefined(NO_CLASSES),
                Interpretation.headline(title, agreement.alpha()),
                notes,
                null,
                List.of(measured("closeness", agreement.closeness())));
    }

    private QualityReport.Agreement ofSpans() {
        List<List<List<SpanAgreement.Span>>> spans = new ArrayList<>();
        List<UnitisingAlpha.Continuum> lines = new ArrayList<>();
        int overlapping = 0;
        for (int t = 0; t < all.taskCount(); t++) {
            if (votes.isGold(t)) {
                continue;
            }
            Optional<String> text = Optional.of(votes.text(t));
            List<List<SpanAgreement.Span>> marked = new ArrayList<>();
            for (int v = all.begin(t); v < all.end(t); v++) {
                marked.add(index.spans((Answer.Spans) votes.answer(all.label(v)), text));
            }
            spans.add(marked);
            int length = text.get().codePointCount(0, text.get().length());
            Optional<UnitisingAlpha.Continuum> line = line(marked, length);
            overlapping += line.isEmpty() ? 1 : 0;
            if (length > 1) {
                line.ifPresent(lines::add);
            }
        }
        SpanAgreement matched = SpanAgreement.of(spans, bootstrap);
        UnitisingAlpha.Result unitised = UnitisingAlpha.of(lines, bootstrap);
        List<String> notes = new ArrayList<>();
        if (overlapping > 0) {
            notes.add("Alpha leaves out " + overlapping
                    + " items on which somebody's spans of one label overlap: it knows"
                    + " one passage of a label at a place only.");
        }
        return new QualityReport.Agreement(
                Estimate.of(unitised.overall()),
                equal(),
                Estimate.undefined(NO_CLASSES),
                Interpretation.headline("Krippendorff's alpha (unitising)", unitised.overall()),
                notes,
                perLabel(unitised.byCategory()),
                List.of(
                        measured("f1_exact", matched.exact()),
                        measured("f1_partial", matched.partial()),
                        measured("f1_positions", matched.token())));
    }

    /** Empty if one annotator's spans of one label overlap. */
    private Optional<UnitisingAlpha.Continuum> line(List<List<SpanAgreement.Span>> marked, int length) {
        List<List<UnitisingAlpha.Unit>> units = new ArrayList<>();
        for (List<SpanAgreement.Span> answer : marked) {
            Map<Integer, Integer> endOf = new HashMap<>();
            List<SpanAgreement.Span> ordered = answer.stream()
                    .sorted((a, b) -> Integer.compare(a.begin(), b.begin()))
                    .toList();
            for (SpanAgreement.Span span : ordered) {
                Integer before = endOf.put(span.label(), span.end());
                if (before != null && span.begin() < before) {
                    return Optional.empty();
                }
            }
            units.add(ordered.stream()
                    .map(span -> new UnitisingAlpha.Unit(
                            index.labels().get(span.label()), span.begin(), (double) span.end() - span.begin()))
                    .toList());
        }
        return Optional.of(new UnitisingAlpha.Continuum(0, Math.max(1, length), units));
    }

    private QualityReport.Agreement ofMatched(MatchedRegions<?> regions) {
        MatchedAgreement matched = regions.agreement(items(), bootstrap);
        Coefficient alpha = new Coefficient.Undefined("No chance correction is known for these regions.");
        return new QualityReport.Agreement(
                Estimate.of(alpha),
                equal(),
                Estimate.undefined(NO_CLASSES),
                Interpretation.headline("F1 at " + regions.kind().half(), matched.f1()),
                List.of(),
                null,
                List.of(
                        measured(regions.kind().f1Key(), matched.f1()),
                        measured(regions.kind().meanKey(), matched.similarity())));
    }

    /** Share of pairs of answers that mark the same, averaged over items. */
    private Estimate equal() {
        double sum = 0;
        long compared = 0;
        for (int t = 0; t < all.taskCount(); t++) {
            if (!votes.isGold(t) && all.count(t) > 1) {
                int first = all.begin(t);
                sum += 1
                        - Disagreement.ofPairs(
                                all.count(t),
                                (i, j) -> votes.likeness(all.label(first + i), all.label(first + j)) == 1 ? 0 : 1);
                compared++;
            }
        }
        return Estimate.share(sum, compared, "No item has two answers.");
    }

    private List<QualityReport.OptionAgreement> perLabel(Map<String, Coefficient> byLabel) {
        return question.options().stream()
                .map(option -> new QualityReport.OptionAgreement(
                        option.id(),
                        Estimate.of(byLabel.getOrDefault(
                                option.id(), new Coefficient.Undefined("Nobody used this label.")))))
                .toList();
    }

    private static QualityReport.Measured measured(String key, Coefficient value) {
        return new QualityReport.Measured(key, Estimate.of(value));
    }
}
