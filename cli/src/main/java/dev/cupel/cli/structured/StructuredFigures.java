package dev.cupel.cli.structured;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Fusion;
import dev.cupel.engine.judgement.FusionMethod;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.TaskExplanation;
import dev.cupel.formats.answers.AnswerReader;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.answers.AnswerWriter.Settled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What there is to say about a consensus of structured answers.
 *
 * @param file as the user named it
 * @param fusion how the answers became one
 * @param settled one per task
 * @param workers those with answers, by number
 * @param labels one per label of regions, by number; empty for texts and masks
 * @param disputed tasks of several answers that are not all the same, the least agreed first, at most {@link #DISPUTED_SHOWN}
 * @param meanAgreement mean similarity of the answers of a task to its consensus, mean over tasks of several answers
 * @param meanConfidence over regions, or over tasks for texts and masks; empty if there is nothing
 * @param warnings sentences, each a reason to look twice
 */
record StructuredFigures(
        String file,
        AnswerTable table,
        FusionMethod method,
        Fusion fusion,
        List<Settled> settled,
        List<Worker> workers,
        List<Label> labels,
        List<Integer> disputed,
        OptionalDouble meanAgreement,
        OptionalDouble meanConfidence,
        Optional<Truth> truth,
        List<String> warnings) {
    static final int DISPUTED_SHOWN = 20;
    /** How many answers' worth a worker's agreement is pulled to the crowd's before workers are compared. */
    private static final double PSEUDO_ANSWERS = 5;

    /**
     * @param agreement mean similarity of their answers to the consensus, in [0, 1]
     * @param quality as the method says, in [0, 1]
     */
    record Worker(int number, String name, int answers, double agreement, OptionalDouble quality) {}

    /**
     * @param marked regions of all answers
     * @param kept regions of the consensus
     */
    record Label(int number, String name, long marked, long kept) {}

    /**
     * @param tasks with a truth and an answer
     * @param withoutAnswers truths of other tasks
     * @param consensus figures of the consensus
     * @param single the same for every answer on its own
     */
    record Truth(int tasks, int withoutAnswers, Map<String, Double> consensus, Map<String, Double> single) {}

    /** Workers who agree least first; one odd answer alone does not put anybody there. */
    Comparator<Worker> leastAgreeing() {
        double crowd = workers.stream().mapToDouble(Worker::agreement).average().orElse(0);
        return Comparator.comparingDouble((Worker w) ->
                        (w.agreement() * w.answers() + PSEUDO_ANSWERS * crowd) / (w.answers() + PSEUDO_ANSWERS))
                .thenComparingInt(Worker::number);
    }

    static StructuredFigures of(
            String file, AnswerTable table, FusionMethod method, Fusion fusion, Optional<AnswerReader.Truth> known) {
        List<Settled> settled = new ArrayList<>();
        double[] agreement = new double[table.workers().size()];
        int[] answers = new int[agreement.length];
        double[] ofTask = new double[table.tasks().size()];
        double sum = 0;
        int several = 0;
        for (int t = 0; t < ofTask.length; t++) {
            TaskExplanation why = fusion.explain(t);
            settled.add(fusion.settled(t)
                    .map(one -> new Settled(
                            Optional.of(one.answer()),
                            one.figures(),
                            one.confidence(),
                            OptionalDouble.of(why.agreement())))
                    .orElseGet(() ->
                            new Settled(Optional.empty(), List.of(), OptionalDouble.empty(), OptionalDouble.empty())));
            ofTask[t] = why.agreement();
            for (TaskExplanation.Contribution one : why.contributions()) {
                agreement[one.worker()] += one.similarity();
                answers[one.worker()]++;
            }
            if (table.tasks().get(t).given().size() > 1) {
                sum += why.agreement();
                several++;
            }
        }
        List<Worker> workers = new ArrayList<>();
        for (int w = 0; w < answers.length; w++) {
            if (answers[w] > 0) {
                workers.add(new Worker(
                        w, table.workers().get(w), answers[w], agreement[w] / answers[w], fusion.quality(w)));
            }
        }
        List<Integer> disputed = new ArrayList<>();
        for (int t = 0; t < ofTask.length; t++) {
            if (table.tasks().get(t).given().size() > 1 && ofTask[t] < 1 - 1e-9) {
                disputed.add(t);
            }
        }
        disputed.sort(Comparator.comparingDouble(t -> ofTask[t]));
        List<String> warnings = new ArrayList<>(table.notes());
        if (table.rowsLeftOut() > 0) {
            warnings.add(String.format(
                    Locale.ROOT, "%,d rows without an answer were left out: no answer.", table.rowsLeftOut()));
        }
        if (fusion.blanks() > 0) {
            warnings.add(String.format(Locale.ROOT, "%,d spans cover blanks only and say nothing.", fusion.blanks()));
        }
        warnings.addAll(fusion.evidence().warnings().stream()
                .map(StructuredFigures::sentence)
                .toList());
        return new StructuredFigures(
                file,
                table,
                method,
                fusion,
                List.copyOf(settled),
                List.copyOf(workers),
                labels(table, settled),
                disputed.stream().limit(DISPUTED_SHOWN).toList(),
                several == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / several),
                confidence(settled),
                known.map(k -> truth(table, settled, k)),
                List.copyOf(warnings));
    }

    private static String sentence(String warning) {
        String begun = Character.toUpperCase(warning.charAt(0)) + warning.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private static OptionalDouble confidence(List<Settled> settled) {
        return settled.stream()
                .flatMapToDouble(one -> one.confidence().isPresent()
                        ? one.confidence().stream()
                        : one.figures().stream()
                                .mapToDouble(f -> f.getOrDefault("probability", f.getOrDefault("confidence", 0.0))))
                .average();
    }

    private static List<Label> labels(AnswerTable table, List<Settled> settled) {
        Map<String, Long> marked = new HashMap<>();
        Map<String, Long> kept = new HashMap<>();
        table.tasks().forEach(task -> task.given().forEach(given -> count(given.answer(), marked)));
        settled.forEach(one -> one.answer().ifPresent(answer -> count(answer, kept)));
        List<Label> labels = new ArrayList<>();
        // Masks are of one structure and have no labels to tell apart.
        boolean labeled = !(table.question() instanceof Question.Masks);
        for (int c = 0; labeled && c < table.labels().size(); c++) {
            String name = table.labels().get(c);
            labels.add(new Label(
                    c,
                    name.isEmpty() ? "(no label)" : name,
                    marked.getOrDefault(name, 0L),
                    kept.getOrDefault(name, 0L)));
        }
        return List.copyOf(labels);
    }

    private static void count(Answer.Structured answer, Map<String, Long> byLabel) {
        answer.regions().forEach(region -> byLabel.merge(region.tag().label(), 1L, Long::sum));
    }

    private static Truth truth(AnswerTable table, List<Settled> settled, AnswerReader.Truth known) {
        RegionIndex index = new RegionIndex(
                known.labels(),
                Stream.concat(
                                table.tasks().stream()
                                        .flatMap(task -> task.given().stream())
                                        .map(AnswerTable.Given::answer),
                                known.answers().stream().flatMap(Optional::stream))
                        .toList());
        Score consensus = new Score(table.question(), index);
        Score single = new Score(table.question(), index);
        int unanswered = 0;
        for (int t = 0; t < settled.size(); t++) {
            AnswerTable.Task task = table.tasks().get(t);
            Optional<Answer.Structured> truth = known.answers().get(t);
            Optional<Answer.Structured> answer = settled.get(t).answer();
            if (truth.isPresent() && answer.isPresent()) {
                consensus.add(task, answer.get(), truth.get());
                task.given().forEach(given -> single.add(task, given.answer(), truth.get()));
            } else if (truth.isPresent()) {
                unanswered++;
            }
        }
        return new Truth(consensus.tasks(), known.withoutAnswers() + unanswered, consensus.figures(), single.figures());
    }
}
