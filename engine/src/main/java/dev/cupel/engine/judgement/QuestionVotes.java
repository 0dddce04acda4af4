package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.SetVotes;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The current votes on one question as primitive columns, in the order of item and annotator: {@code R} votes by
 * {@code J} members on {@code N} items. Every distinct answer (an option, a set of options, a number, a text, a list of
 * regions) is a class. Never changes, but remembers how like answers are: for one thread at a time.
 */
public final class QuestionVotes {
    private final Question question;
    private final List<String> optionIds;
    private final long[] itemIds;
    private final int[] goldLabel;
    private final boolean[] gold;
    private final long[] memberIds;
    private final List<String> memberNames;
    private final int[] task;
    private final int[] worker;
    private final int[] label;
    private final int[] activeMs;
    private final int[] day;
    /** -1 if nobody recorded it, 0 plain, 1 swapped; of no length but for preferences. */
    private final byte[] shown;

    private final List<BitSet> sets;
    private final double[] numbers;
    private final List<Answer.Structured> answers;
    /** What spans lie in, by task; empty for other kinds. */
    private final List<String> texts;

    /** By worker: items on which they were asked again, and on how many of these they said the same. */
    private final long[] askedAgain;

    private final long[] sameAgain;
    private final List<QualityReport.DraftUse> drafts;
    private final Estimate audit;
    private final int classCount;
    /** Of pairs of structured answers: disagreement, annotators, pairs and days all ask for the same. */
    private final Map<Long, Double> likenessOf = new HashMap<>();

    private QuestionVotes(Builder from, List<String> memberNames) {
        this.question = from.question;
        this.optionIds = from.optionIds;
        this.itemIds = Arrays.copyOf(from.itemIds, from.tasks);
        this.gold = Arrays.copyOf(from.gold, from.tasks);
        this.memberIds = new long[from.members.size()];
        this.memberNames = List.copyOf(memberNames);
        this.task = Arrays.copyOf(from.task, from.size);
        this.activeMs = Arrays.copyOf(from.activeMs, from.size);
        this.day = Arrays.copyOf(from.day, from.size);
        this.shown = from.question instanceof Question.Preference ? Arrays.copyOf(from.shown, from.size) : new byte[0];
        // Members get their index by id, not by who happens to come first in the stream.
        long[] ids = from.members.keySet().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        int[] place = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            memberIds[i] = ids[i];
            place[from.members.getOrDefault(ids[i], 0)] = i;
        }
        this.worker = new int[from.size];
        for (int r = 0; r < from.size; r++) {
            worker[r] = place[from.worker[r]];
        }
        this.askedAgain = new long[ids.length];
        this.sameAgain = new long[ids.length];
        from.again.forEach((member, counts) -> {
            int j = place[from.members.getOrDefault(member, 0)];
            askedAgain[j] = counts[0];
            sameAgain[j] = counts[1];
        });
        this.audit = Estimate.share((double) from.kept, from.audited, "No finished item was audited yet.");
        this.drafts = from.drafts.entrySet().stream()
                .map(source -> source.getValue().use(source.getKey()))
                .toList();
        this.label = new int[from.size];
        this.goldLabel = new int[from.tasks];
        this.texts = question instanceof Question.Spans ? List.copyOf(from.texts) : List.of();
        this.answers = List.copyOf(from.answers);
        int[] rank = setRanks(from.sets);
        this.sets = inOrder(from.sets, rank);
        this.numbers = question instanceof Question.Rating || question instanceof Question.Quantity
                ? distinctNumbers(from)
                : new double[0];
        this.classCount = switch (question) {
            case Question.Choice choice -> optionIds.size();
            case Question.Preference preference -> optionIds.size();
            case Question.Choices choices -> sets.size();
            case Question.Rating rating -> numbers.length;
            case Question.Quantity quantity -> numbers.length;
            case Question.Structured structured -> answers.size();
        };
        LongToIntFunction classOf = switch (question) {
            case Question.Choice choice -> code -> (int) code;
            case Question.Preference preference -> code -> (int) code;
            case Question.Choices choices -> code -> rank[(int) code];
            case Question.Rating rating -> this::classOfNumber;
            case Question.Quantity quantity -> this::classOfNumber;
            case Question.Structured structured -> code -> (int) code;
        };
        for (int r = 0; r < from.size; r++) {
            label[r] = classOf.applyAsInt(from.answer[r]);
        }
        for (int t = 0; t < from.tasks; t++) {
            goldLabel[t] = from.gold[t] ? classOf.applyAsInt(from.goldAnswer[t]) : -1;
        }
    }

    private int classOfNumber(long code) {
        return Arrays.binarySearch(numbers, Double.longBitsToDouble(code));
    }

    private static double[] distinctNumbers(Builder from) {
        return DoubleStream.concat(
                        Arrays.stream(from.answer, 0, from.size).mapToDouble(Double::longBitsToDouble),
                        IntStream.range(0, from.tasks)
                                .filter(t -> from.gold[t])
                                .mapToDouble(t -> Double.longBitsToDouble(from.goldAnswer[t])))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Classes of sets come by their content, not by who answered first. */
    private static int[] setRanks(Map<BitSet, Integer> sets) {
        List<BitSet> order = new ArrayList<>(sets.keySet());
        order.sort(Comparator.comparing(BitSet::toLongArray, QuestionVotes::compareSets));
        int[] rank = new int[order.size()];
        for (int c = 0; c < rank.length; c++) {
            rank[sets.getOrDefault(order.get(c), 0)] = c;
        }
        return rank;
    }

    private static int compareSets(long[] a, long[] b) {
        if (a.length != b.length) {
            return Integer.compare(a.length, b.length);
        }
        for (int i = a.length - 1; i >= 0; i--) {
            if (a[i] != b[i]) {
                return Long.compareUnsigned(a[i], b[i]);
            }
        }
        return 0;
    }

    private static List<BitSet> inOrder(Map<BitSet, Integer> sets, int[] rank) {
        BitSet[] ordered = new BitSet[rank.length];
        sets.forEach((set, code) -> ordered[rank[code]] = set);
        return List.of(ordered);
    }

    /** How often answers said what the drafts of a source say, where these were shown and where they were withheld. */
    private static final class Drafted {
        private static final String NEVER = "No answer has been given %s yet.";
        private static final String NOT_BOTH =
                "Both kinds of answers are needed: on drafts that are shown, and on drafts that are withheld.";
        private long shown;
        private long sameShown;
        private long withheld;
        private long sameWithheld;

        void count(boolean isShown, boolean same) {
            if (isShown) {
                shown++;
                sameShown += same ? 1 : 0;
            } else {
                withheld++;
                sameWithheld += same ? 1 : 0;
            }
        }

        QualityReport.DraftUse use(String source) {
            return new QualityReport.DraftUse(
                    source,
                    Estimate.share((double) sameShown, shown, NEVER.formatted("on a draft that was shown")),
                    Estimate.share((double) sameWithheld, withheld, NEVER.formatted("on a draft that was withheld")),
                    Estimate.difference((double) sameShown, shown, (double) sameWithheld, withheld, NOT_BOTH));
        }
    }

    /** Takes the votes as they come: by item, within an item by member. */
    public static final class Builder {
        private final Question question;
        private final List<String> optionIds;
        private final Map<Long, Integer> members = new HashMap<>();
        private final Map<BitSet, Integer> sets = new HashMap<>();
        private final Map<Answer.Structured, Integer> codes = new HashMap<>();
        private final List<Answer.Structured> answers = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private long[] itemIds = new long[1024];
        private boolean[] gold = new boolean[1024];
        private long[] goldAnswer = new long[1024];
        private int[] task = new int[4096];
        private int[] worker = new int[4096];
        private long[] answer = new long[4096];
        private int[] activeMs = new int[4096];
        private int[] day = new int[4096];
        private byte[] shown = new byte[0];
        private final Map<Long, long[]> again = new HashMap<>();
        private final SortedMap<String, Drafted> drafts = new TreeMap<>();
        private long audited;
        private long kept;
        private int tasks;
        private int size;

        /** @param optionIds every option the question ever had, by number; empty for kinds without options */
        public Builder(Question question, List<String> optionIds) {
            this.question = question;
            this.optionIds = List.copyOf(optionIds);
        }

        /** The code of a number, for {@link #vote} and {@link #gold}; that of an option is its number. */
        public static long ofNumber(double number) {
            return Double.doubleToLongBits(number + 0.0); // -0 and 0 are the same number
        }

        /** The code of a set of option numbers. */
        public long ofSet(int[] optionNumbers) {
            BitSet set = new BitSet();
            for (int option : optionNumbers) {
                set.set(option);
            }
            return sets.computeIfAbsent(set, s -> sets.size());
        }

        /** The code of a structured answer. */
        public long ofAnswer(Answer.Structured given) {
            return codes.computeIfAbsent(given, g -> {
                answers.add(g);
                return answers.size() - 1;
            });
        }

        /** Whether the spans of an answer, by its code, lie within a text. */
        public boolean liesIn(long coded, String text) {
            return answers.get((int) coded).regions().stream()
                    .allMatch(region -> !(region instanceof Region.Span span) || span.end() <= text.length());
        }

        /** Begins an item; ids ascend. */
        public Builder item(long id) {
            if (tasks > 0 && itemIds[tasks - 1] >= id) {
                throw new IllegalStateException("votes do not come by item");
            }
            if (tasks == itemIds.length) {
                itemIds = Arrays.copyOf(itemIds, tasks * 2);
                gold = Arrays.copyOf(gold, tasks * 2);
                goldAnswer = Arrays.copyOf(goldAnswer, tasks * 2);
            }
            itemIds[tasks++] = id;
            if (question instanceof Question.Spans) {
                texts.add("");
            }
            return this;
        }

        /** Makes the item gold, with a verified answer. */
        public Builder gold(long verified) {
            gold[tasks - 1] = true;
            goldAnswer[tasks - 1] = verified;
            return this;
        }

        /** What the spans of the item lie in, at offsets in UTF-16 units. */
        public Builder text(String text) {
            texts.set(tasks - 1, text);
            return this;
        }

        /**
         * @param coded see {@link #ofNumber}, {@link #ofSet}, {@link #ofAnswer}; otherwise an option number
         * @param dayNumber days since 1970-01-01, UTC
         */
        public Builder vote(long member, long coded, int tookActiveMs, int dayNumber) {
            if (size == task.length) {
                task = Arrays.copyOf(task, size * 2);
                worker = Arrays.copyOf(worker, size * 2);
                answer = Arrays.copyOf(answer, size * 2);
                activeMs = Arrays.copyOf(activeMs, size * 2);
                day = Arrays.copyOf(day, size * 2);
            }
            task[size] = tasks - 1;
            worker[size] = members.computeIfAbsent(member, m -> members.size());
            answer[size] = coded;
            activeMs[size] = tookActiveMs;
            day[size] = dayNumber;
            if (question instanceof Question.Preference) {
                shown = shown.length < task.length ? Arrays.copyOf(shown, task.length) : shown;
                shown[size] = -1;
            }
            size++;
            return this;
        }

        /** How the two of the last vote stood on the screen. */
        public Builder shown(Answer.Shown arrangement) {
            shown[size - 1] = switch (arrangement) {
                case PLAIN -> 0;
                case SWAPPED -> 1;
            };
            return this;
        }

        /**
         * A member was asked about an item once more.
         *
         * @param first their vote on the item
         */
        public Builder again(long member, Answer first, Answer later) {
            long[] counts = again.computeIfAbsent(member, m -> new long[2]);
            counts[0]++;
            counts[1] += Likeness.right(question, later, first) ? 1 : 0;
            return this;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        /**
         * A finished item was answered anew by somebody who had not seen what it was finished with.
         *
         * @param finished what the item was finished with
         * @param audit what the auditor says
         */
        public Builder audited(Answer finished, Answer audit) {
            audited++;
            kept += Likeness.right(question, finished, audit) ? 1 : 0;
            return this;
        }

        /**
         * There was a draft when a vote was given.
         *
         * @param shown whether it was filled in; otherwise it was withheld
         */
        public Builder drafted(String source, boolean shown, Answer draft, Answer given) {
            drafts.computeIfAbsent(source, s -> new Drafted()).count(shown, Likeness.right(question, given, draft));
            return this;
        }

        /** Whether there is a vote of the member. */
        public boolean knows(long member) {
            return members.containsKey(member);
        }

        /** @return the members seen so far */
        public Iterable<Long> members() {
            return members.keySet();
        }

        /** @param names display name by member id, for sentences */
        public QuestionVotes build(Map<Long, String> names) {
            return new QuestionVotes(
                    this,
                    members.keySet().stream()
                            .sorted()
                            .map(id -> names.getOrDefault(id, "member " + id))
                            .toList());
        }
    }

    public Question question() {
        return question;
    }

    /** How many votes there are. */
    public int size() {
        return task.length;
    }

    public int taskCount() {
        return itemIds.length;
    }

    public int workerCount() {
        return memberIds.length;
    }

    public long itemId(int taskIndex) {
        return itemIds[taskIndex];
    }

    /** What came of drafts, by source. */
    List<QualityReport.DraftUse> drafts() {
        return drafts;
    }

    /** Of the audited items, how many the auditor answers as they were finished. */
    Estimate audit() {
        return audit;
    }

    /** On how many items the worker was asked again. */
    long askedAgain(int workerIndex) {
        return askedAgain[workerIndex];
    }

    /** On how many of these they said the same. */
    long sameAgain(int workerIndex) {
        return sameAgain[workerIndex];
    }

    boolean isGold(int taskIndex) {
        return gold[taskIndex];
    }

    /** Class of the verified answer, or -1. */
    int goldLabel(int taskIndex) {
        return goldLabel[taskIndex];
    }

    /** Whether a class counts as right on a gold item. */
    boolean right(int taskIndex, int labelIndex) {
        int verified = goldLabel[taskIndex];
        return verified == labelIndex
                || (question instanceof Question.Structured
                        && verified >= 0
                        && Likeness.right(question, answers.get(labelIndex), answers.get(verified)));
    }

    /** How like two classes are, from 1 for the same to 0: only the same where answers are picked or numbers. */
    double likeness(int a, int b) {
        if (a == b) {
            return 1;
        }
        return question instanceof Question.Structured
                ? likenessOf.computeIfAbsent(
                        (long) Math.min(a, b) << 32 | Math.max(a, b),
                        pair -> 1 - Likeness.distance(question, answers.get(a), answers.get(b)))
                : 0;
    }

    long memberId(int workerIndex) {
        return memberIds[workerIndex];
    }

    List<String> memberNames() {
        return memberNames;
    }

    int task(int vote) {
        return task[vote];
    }

    int worker(int vote) {
        return worker[vote];
    }

    int label(int vote) {
        return label[vote];
    }

    int activeMs(int vote) {
        return activeMs[vote];
    }

    int day(int vote) {
        return day[vote];
    }

    /** How the two of a preference stood; empty if nobody recorded it. */
    Optional<Answer.Shown> shown(int vote) {
        return shown[vote] < 0
                ? Optional.empty()
                : Optional.of(shown[vote] == 0 ? Answer.Shown.PLAIN : Answer.Shown.SWAPPED);
    }

    /** Every option the question ever had, by number. */
    List<String> optionIds() {
        return optionIds;
    }

    /** How many distinct answers there are; for a choice, how many options there ever were. */
    int classCount() {
        return classCount;
    }

    /** The option numbers of a class of a choices question. */
    BitSet set(int classIndex) {
        return sets.get(classIndex);
    }

    /** The number of a class of a rating; classes ascend. */
    double number(int classIndex) {
        return numbers[classIndex];
    }

    /** The answer of a class of a structured question. */
    Answer.Structured answer(int classIndex) {
        return answers.get(classIndex);
    }

    List<Answer.Structured> answers() {
        return answers;
    }

    /** What the spans of a task lie in. */
    String text(int taskIndex) {
        return texts.get(taskIndex);
    }

    /** Votes on items that are not gold, with those items numbered from 0: what agreement is about. */
    Votes withoutGold() {
        int[] place = new int[itemIds.length];
        int count = 0;
        for (int t = 0; t < place.length; t++) {
            place[t] = gold[t] ? -1 : count++;
        }
        int kept = 0;
        int[] tasks = new int[task.length];
        int[] workers = new int[task.length];
        int[] labels = new int[task.length];
        for (int r = 0; r < task.length; r++) {
            if (place[task[r]] >= 0) {
                tasks[kept] = place[task[r]];
                workers[kept] = worker[r];
                labels[kept++] = label[r];
            }
        }
        return Votes.of(
                count,
                memberIds.length,
                classCount,
                Arrays.copyOf(tasks, kept),
                Arrays.copyOf(workers, kept),
                Arrays.copyOf(labels, kept));
    }

    /** All votes with gold items among the tasks. */
    Votes all() {
        return Votes.of(itemIds.length, memberIds.length, classCount, task, worker, label);
    }

    /** All votes on whether an option belongs to the set: class 1 if it does. */
    Votes all(int option) {
        int[] chosen = new int[label.length];
        for (int r = 0; r < chosen.length; r++) {
            chosen[r] = sets.get(label[r]).get(option) ? 1 : 0;
        }
        return Votes.of(itemIds.length, memberIds.length, 2, task, worker, chosen);
    }

    /** As {@link #withoutGold()}, as sets of option numbers. */
    SetVotes setsWithoutGold() {
        List<List<Integer>> options =
                sets.stream().map(set -> set.stream().boxed().toList()).toList();
        Votes ordinary = withoutGold();
        int[] tasks = new int[ordinary.size()];
        int[] workers = new int[ordinary.size()];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int t = 0; t < ordinary.taskCount(); t++) {
            for (int v = ordinary.begin(t); v < ordinary.end(t); v++) {
                tasks[v] = t;
                workers[v] = ordinary.worker(v);
                chosen.add(options.get(ordinary.label(v)));
            }
        }
        return SetVotes.of(ordinary.taskCount(), ordinary.workerCount(), optionIds.size(), tasks, workers, chosen);
    }
}
