package dev.cupel.engine.structured;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.MatchedAgreement.Similarity;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One set of labeled regions from many annotators' on each task: regions of one label are clustered, and each cluster that
 * enough annotators have a part in becomes one region. What is specific to a kind of region is its {@link Form}.
 *
 * <p>Shapes: {@code m} answers per task, {@code n} regions per task in all answers together, {@code P} pairs of regions that are
 * alike at all. Pairs are taken from the most alike downwards, and two clusters are joined if no annotator would have two regions
 * in the result and the mean similarity between their regions reaches the threshold. Time {@code n²} similarities at most (fewer
 * where the form can tell what lies too far apart), O(P log P + P m²) beside them, memory O(n + P) per task. No chance;
 * independent of the order and the names of annotators.
 *
 * @param <R> a region of the statistics
 */
public final class Clusters<R> {
    /**
     * A cluster of regions that mean the same thing.
     *
     * @param region fused
     * @param confidence share of the task's answers with a region in the cluster, in (0, 1]
     * @param spread mean similarity of the cluster's regions to the fused one, in [0, 1]
     * @param workers whose they are, ascending
     * @param kept whether the cluster is part of the consensus
     */
    public record Cluster<R>(R region, double confidence, double spread, List<Integer> workers, boolean kept) {
        public Cluster {
            workers = List.copyOf(workers);
        }
    }

    /**
     * A region of a cluster.
     *
     * @param annotator how the regions of its annotator fit those of others, see {@link #workerAgreement}
     * @param own how it fits the other regions of the cluster: mean similarity, 0 if it is alone
     */
    record Member<R>(R region, double annotator, double own) {}

    /**
     * What a kind of region is to the clustering.
     *
     * @param things what the regions are called, in the plural
     * @param label class of a region
     * @param order total, by label first
     * @param beyond whether neither the second region, nor any of its label that comes after it in this order, can be like the
     *     first at all
     * @param fuse one region from all of a cluster, which come in this order
     * @param place where a region is, in words
     */
    record Form<R>(
            String things,
            ToIntFunction<R> label,
            Comparator<R> order,
            Similarity<R> similarity,
            BiPredicate<R, R> beyond,
            Function<List<Member<R>>, R> fuse,
            Function<R, String> place) {}

    /**
     * @param similarity least mean similarity within a cluster, in (0, 1]
     * @param share a cluster is kept if more than this share of the task's answers has a region in it, in [0, 1); 0.5 is a strict
     *     majority, 0 keeps everything
     * @param pseudoRegions regions' worth by which an annotator's agreement is pulled to the crowd's, in (0, 1e6]
     */
    record Options(double similarity, double share, double pseudoRegions) {
        static final Options DEFAULTS = new Options(0.4, 0.5, 5);

        Options {
            InputException.unless(similarity > 0 && similarity <= 1, "similarity", similarity, "in (0, 1]");
            InputException.unless(share >= 0 && share < 1, "share", share, "in [0, 1)");
            InputException.unless(
                    pseudoRegions > 0 && pseudoRegions <= 1e6, "pseudoRegions", pseudoRegions, "in (0, 1e6]");
        }
    }

    /** A region with the position of its answer within the task: a repeated answer is like another annotator's. */
    private record Drawn<R>(R region, int answer, int worker) {}

    private record Pair(double similarity, int a, int b) {}

    /** The regions of a task by place, which of them are alike and how much, and their clusters by number. */
    private record Grouped<R>(List<Drawn<R>> drawn, Map<Long, Double> alike, List<List<Integer>> groups) {
        double similarity(int a, int b) {
            return alike.getOrDefault(key(a, b), 0.0);
        }

        static long key(int a, int b) {
            return (long) Math.min(a, b) << 32 | Math.max(a, b);
        }

        /** Mean similarity to the other regions of the cluster; 0 without any. */
        double own(int one, List<Integer> group) {
            double sum = 0;
            for (int other : group) {
                sum += drawn.get(other).answer() == drawn.get(one).answer() ? 0 : similarity(one, other);
            }
            return sum / Math.max(1, group.size() - 1);
        }
    }

    private final Answers<List<R>> answers;
    private final Form<R> form;
    private final List<List<Cluster<R>>> clusters = new ArrayList<>();
    private final double[] workerAgreement;
    private final Evidence evidence;

    private Clusters(Answers<List<R>> answers, Form<R> form, Options options, String method, String settings) {
        this.answers = answers;
        this.form = form;
        List<Grouped<R>> grouped = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            grouped.add(cluster(drawn(t), options.similarity()));
        }
        workerAgreement = workerAgreement(grouped, options.pseudoRegions());
        for (int t = 0; t < answers.taskCount(); t++) {
            clusters.add(fused(grouped.get(t), answers.of(t).size(), options.share()));
        }
        evidence = new Evidence(
                method,
                "1",
                settings,
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                answers.warnings());
    }

    /**
     * @param method what it is called in evidence
     * @param settings the options in words
     */
    static <R> Clusters<R> estimate(
            Answers<List<R>> answers, Form<R> form, Options options, String method, String settings) {
        List<List<Answer<List<R>>>> inOrder = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            inOrder.add(answers.of(t).stream()
                    .map(answer -> new Answer<>(
                            answer.worker(),
                            answer.value().stream().sorted(form.order()).toList()))
                    .toList());
        }
        return new Clusters<>(
                Answers.of(answers.workerCount(), inOrder).sorted((a, b) -> byRegions(a, b, form.order())),
                form,
                options,
                method,
                settings);
    }

    private static <R> int byRegions(List<R> a, List<R> b, Comparator<R> order) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int one = order.compare(a.get(i), b.get(i));
            if (one != 0) {
                return one;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    public int taskCount() {
        return clusters.size();
    }

    /** The consensus: kept regions by label, then by place. */
    public List<R> regions(int task) {
        return clusters.get(task).stream()
                .filter(Cluster::kept)
                .map(Cluster::region)
                .toList();
    }

    /** All clusters, also those too few annotators drew, so that a reviewer can see them. */
    public List<Cluster<R>> clusters(int task) {
        return clusters.get(task);
    }

    /**
     * How an annotator's regions fit those of others: mean similarity to the other regions of the cluster, 0 for a region
     * that nobody else drew; pulled to the crowd's mean. In [0, 1].
     */
    public double workerAgreement(int worker) {
        return workerAgreement[worker];
    }

    public Evidence evidence() {
        return evidence;
    }

    /**
     * Similarity of an answer: total similarity to the consensus after the best one-to-one matching, divided by matched
     * and unmatched regions of both; 1 if both are empty. Weights are equal.
     */
    public TaskExplanation explain(int task) {
        List<R> consensus = regions(task);
        List<TaskExplanation.Contribution> contributions = new ArrayList<>();
        List<Answer<List<R>>> given = answers.of(task);
        for (Answer<List<R>> answer : given) {
            contributions.add(new TaskExplanation.Contribution(
                    answer.worker(),
                    MatchedAgreement.match(consensus, answer.value(), form.similarity(), Double.MIN_VALUE)
                            .share(consensus.size(), answer.value().size()),
                    1.0 / given.size()));
        }
        StringBuilder summary = new StringBuilder();
        summary.append(consensus.size())
                .append(' ')
                .append(form.things())
                .append(" from ")
                .append(given.size())
                .append(" annotators");
        for (Cluster<R> cluster : clusters.get(task)) {
            summary.append(String.format(
                    Locale.ROOT,
                    "; label %d at %s drawn by %d%s",
                    form.label().applyAsInt(cluster.region()),
                    form.place().apply(cluster.region()),
                    cluster.workers().size(),
                    cluster.kept() ? "" : " and dropped"));
        }
        return TaskExplanation.of(task, contributions, summary.toString());
    }

    /** The region of a cluster that fits the others best; the first of equals. */
    static <R> R mostAlike(List<Member<R>> group) {
        Member<R> best = group.getFirst();
        for (Member<R> member : group) {
            best = member.own() > best.own() ? member : best;
        }
        return best.region();
    }

    /** All regions of a task by place, so that neither clusters nor sums depend on who drew them. */
    private List<Drawn<R>> drawn(int task) {
        List<Drawn<R>> drawn = new ArrayList<>();
        List<Answer<List<R>>> given = answers.of(task);
        for (int a = 0; a < given.size(); a++) {
            for (R region : given.get(a).value()) {
                drawn.add(new Drawn<>(region, a, given.get(a).worker()));
            }
        }
        drawn.sort(Comparator.comparing(Drawn::region, form.order()));
        return drawn;
    }

    private Grouped<R> cluster(List<Drawn<R>> drawn, double threshold) {
        Map<Long, Double> alike = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < drawn.size(); a++) {
            R region = drawn.get(a).region();
            for (int b = a + 1; b < drawn.size(); b++) {
                R other = drawn.get(b).region();
                if (form.label().applyAsInt(other) != form.label().applyAsInt(region)
                        || form.beyond().test(region, other)) {
                    break;
                }
                double similarity = drawn.get(a).answer() == drawn.get(b).answer()
                        ? 0
                        : form.similarity().of(region, other);
                if (similarity > 0) {
                    alike.put(Grouped.key(a, b), similarity);
                }
                if (similarity >= threshold) {
                    pairs.add(new Pair(similarity, a, b));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity).reversed()); // stable: by place among equals
        int[] groupOf = new int[drawn.size()];
        Grouped<R> grouped = new Grouped<>(drawn, alike, new ArrayList<>());
        List<List<Integer>> groups = grouped.groups();
        for (int i = 0; i < drawn.size(); i++) {
            groupOf[i] = i;
            groups.add(new ArrayList<>(List.of(i)));
        }
        for (Pair pair : pairs) {
            int into = groupOf[pair.a()];
            int from = groupOf[pair.b()];
            if (into != from && fit(grouped, groups.get(into), groups.get(from), threshold)) {
                for (int moved : groups.get(from)) {
                    groupOf[moved] = into;
                }
                groups.get(into).addAll(groups.get(from));
                groups.get(from).clear();
            }
        }
        groups.removeIf(List::isEmpty);
        return grouped;
    }

    private static <R> boolean fit(Grouped<R> grouped, List<Integer> one, List<Integer> other, double threshold) {
        double sum = 0;
        for (int a : one) {
            for (int b : other) {
                if (grouped.drawn().get(a).answer() == grouped.drawn().get(b).answer()) {
                    return false;
                }
                sum += grouped.similarity(a, b);
            }
        }
        // Rounding must not part regions that are exactly as alike as asked.
        return sum >= threshold * one.size() * other.size() - 1e-9;
    }

    private double[] workerAgreement(List<Grouped<R>> grouped, double pseudoRegions) {
        double[] sum = new double[answers.workerCount()];
        int[] count = new int[answers.workerCount()];
        double all = 0;
        int regions = 0;
        for (int t = 0; t < grouped.size(); t++) {
            if (answers.of(t).size() < 2) {
                continue;
            }
            for (List<Integer> group : grouped.get(t).groups()) {
                for (int one : group) {
                    double own = grouped.get(t).own(one, group);
                    int worker = grouped.get(t).drawn().get(one).worker();
                    sum[worker] += own;
                    count[worker]++;
                    all += own;
                    regions++;
                }
            }
        }
        double crowd = regions == 0 ? 1 : all / regions;
        double[] agreement = new double[sum.length];
        for (int w = 0; w < sum.length; w++) {
            agreement[w] = (sum[w] + pseudoRegions * crowd) / (count[w] + pseudoRegions);
        }
        return agreement;
    }

    private List<Cluster<R>> fused(Grouped<R> grouped, int given, double moreThan) {
        List<Cluster<R>> ofTask = new ArrayList<>();
        for (List<Integer> group : grouped.groups()) {
            // Equal regions by agreement instead of by name: sums of their weights then do not depend on names.
            group.sort(
                    Comparator.<Integer, R>comparing(i -> grouped.drawn().get(i).region(), form.order())
                            .thenComparingDouble(
                                    i -> workerAgreement[grouped.drawn().get(i).worker()]));
            List<Member<R>> members = group.stream()
                    .map(i -> new Member<>(
                            grouped.drawn().get(i).region(),
                            workerAgreement[grouped.drawn().get(i).worker()],
                            grouped.own(i, group)))
                    .toList();
            R region = form.fuse().apply(members);
            double share = (double) group.size() / given;
            ofTask.add(new Cluster<>(
                    region,
                    share,
                    members.stream()
                            .mapToDouble(member -> form.similarity().of(member.region(), region))
                            .average()
                            .orElse(0),
                    group.stream()
                            .map(i -> grouped.drawn().get(i).worker())
                            .sorted()
                            .toList(),
                    share > moreThan));
        }
        ofTask.sort(Comparator.comparing(Cluster::region, form.order()));
        return List.copyOf(ofTask);
    }
}
