package dev.cupel.server.quality;

import dev.cupel.engine.agreement.SetVotes;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.votes.Votes;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The current votes on one question as primitive columns, in the order of item and annotator: {@code R} votes by
 * {@code J} members on {@code N} items. Every distinct answer (an option, a set of options, a number) is a class.
 */
final class QuestionVotes {
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
    private final long[] masks;
    private final double[] numbers;

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
        // Members get their index by id, not by who happens to come first in the stream.
        long[] ids = from.members.keySet().stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        int[] rank = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            memberIds[i] = ids[i];
            rank[from.members.getOrDefault(ids[i], 0)] = i;
        }
        this.worker = new int[from.size];
        for (int r = 0; r < from.size; r++) {
            worker[r] = rank[from.worker[r]];
        }
        this.label = new int[from.size];
        this.goldLabel = new int[from.tasks];
        switch (question) {
            case Question.Choice choice -> {
                masks = new long[0];
                numbers = new double[0];
                for (int r = 0; r < from.size; r++) {
                    label[r] = (int) from.answer[r];
                }
                for (int t = 0; t < from.tasks; t++) {
                    goldLabel[t] = from.gold[t] ? (int) from.goldAnswer[t] : -1;
                }
            }
            case Question.Choices choices -> {
                masks = distinct(from);
                numbers = new double[0];
                index(from, masks);
            }
            case Question.Quantity quantity -> throw SchemaCodes.unserved(quantity);
            case Question.Preference preference -> throw SchemaCodes.unserved(preference);
            case Question.Structured structured -> throw SchemaCodes.unserved(structured);
            case Question.Rating rating -> {
                long[] bits = distinct(from);
                numbers = Arrays.stream(bits)
                        .mapToDouble(Double::longBitsToDouble)
                        .sorted()
                        .toArray();
                masks = new long[0];
                long[] ordered = Arrays.stream(numbers)
                        .mapToLong(Double::doubleToLongBits)
                        .toArray();
                index(from, ordered);
            }
        }
    }

    private static long[] distinct(Builder from) {
        long[] all = Arrays.copyOf(from.answer, from.size + from.tasks);
        int size = from.size;
        for (int t = 0; t < from.tasks; t++) {
            if (from.gold[t]) {
                all[size++] = from.goldAnswer[t];
            }
        }
        return Arrays.stream(all, 0, size).sorted().distinct().toArray();
    }

    private void index(Builder from, long[] classes) {
        Map<Long, Integer> number = new HashMap<>();
        for (int c = 0; c < classes.length; c++) {
            number.put(classes[c], c);
        }
        for (int r = 0; r < from.size; r++) {
            label[r] = number.getOrDefault(from.answer[r], -1);
        }
        for (int t = 0; t < from.tasks; t++) {
            goldLabel[t] = from.gold[t] ? number.getOrDefault(from.goldAnswer[t], -1) : -1;
        }
    }

    /** Takes the votes as they come: by item, within an item by member. */
    static final class Builder {
        private final Question question;
        private final List<String> optionIds;
        private final Map<Long, Integer> members = new HashMap<>();
        private long[] itemIds = new long[1024];
        private boolean[] gold = new boolean[1024];
        private long[] goldAnswer = new long[1024];
        private int[] task = new int[4096];
        private int[] worker = new int[4096];
        private long[] answer = new long[4096];
        private int[] activeMs = new int[4096];
        private int[] day = new int[4096];
        private int tasks;
        private int size;

        /** @param optionIds every option the question ever had, by number */
        Builder(Question question, List<String> optionIds) {
            this.question = question;
            this.optionIds = optionIds;
        }

        /**
         * @param item id, not below that of the vote before
         * @param isGold whether the item is gold; then {@code verified} holds the verified answer
         * @param coded option number, mask of option numbers, or {@link Double#doubleToLongBits} of a rating
         * @param dayNumber days since 1970-01-01, UTC
         */
        void add(long item, boolean isGold, long verified, long member, long coded, int tookActiveMs, int dayNumber) {
            if (tasks == 0 || itemIds[tasks - 1] != item) {
                if (tasks > 0 && itemIds[tasks - 1] > item) {
                    throw new IllegalStateException("votes do not come by item");
                }
                if (tasks == itemIds.length) {
                    itemIds = Arrays.copyOf(itemIds, tasks * 2);
                    gold = Arrays.copyOf(gold, tasks * 2);
                    goldAnswer = Arrays.copyOf(goldAnswer, tasks * 2);
                }
                itemIds[tasks] = item;
                gold[tasks] = isGold;
                goldAnswer[tasks] = verified;
                tasks++;
            }
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
            size++;
        }

        /** @return the members seen so far */
        Iterable<Long> members() {
            return members.keySet();
        }

        /** @param names display name by member id, for sentences */
        QuestionVotes build(Map<Long, String> names) {
            return new QuestionVotes(
                    this,
                    members.keySet().stream()
                            .sorted()
                            .map(id -> names.getOrDefault(id, "member " + id))
                            .toList());
        }
    }

    Question question() {
        return question;
    }

    int size() {
        return task.length;
    }

    int taskCount() {
        return itemIds.length;
    }

    int workerCount() {
        return memberIds.length;
    }

    long itemId(int taskIndex) {
        return itemIds[taskIndex];
    }

    boolean isGold(int taskIndex) {
        return gold[taskIndex];
    }

    /** Class of the verified answer, or -1. */
    int goldLabel(int taskIndex) {
        return goldLabel[taskIndex];
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

    /** Every option the question ever had, by number. */
    List<String> optionIds() {
        return optionIds;
    }

    /** How many distinct answers there are; for a choice, how many options there ever were. */
    int classCount() {
        return switch (question) {
            case Question.Choice choice -> optionIds.size();
            case Question.Choices choices -> masks.length;
            case Question.Quantity quantity -> throw SchemaCodes.unserved(quantity);
            case Question.Preference preference -> throw SchemaCodes.unserved(preference);
            case Question.Structured structured -> throw SchemaCodes.unserved(structured);
            case Question.Rating rating -> numbers.length;
        };
    }

    /** The options of a class of a choices question, a bit per option number. */
    long mask(int classIndex) {
        return masks[classIndex];
    }

    /** The number of a class of a rating; classes ascend. */
    double number(int classIndex) {
        return numbers[classIndex];
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
                classCount(),
                Arrays.copyOf(tasks, kept),
                Arrays.copyOf(workers, kept),
                Arrays.copyOf(labels, kept));
    }

    /** All votes with gold items among the tasks. */
    Votes all() {
        return Votes.of(itemIds.length, memberIds.length, classCount(), task, worker, label);
    }

    /** All votes on whether an option belongs to the set: class 1 if it does. */
    Votes all(int option) {
        int[] chosen = new int[label.length];
        for (int r = 0; r < chosen.length; r++) {
            chosen[r] = (int) (masks[label[r]] >> option & 1);
        }
        return Votes.of(itemIds.length, memberIds.length, 2, task, worker, chosen);
    }

    /** As {@link #withoutGold()}, as sets of option numbers. */
    SetVotes setsWithoutGold() {
        List<List<Integer>> options = new ArrayList<>();
        for (long mask : masks) {
            List<Integer> set = new ArrayList<>();
            for (int option = 0; option < optionIds.size(); option++) {
                if ((mask >> option & 1) == 1) {
                    set.add(option);
                }
            }
            options.add(set);
        }
        Votes sets = withoutGold();
        int[] tasks = new int[sets.size()];
        int[] workers = new int[sets.size()];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int t = 0; t < sets.taskCount(); t++) {
            for (int v = sets.begin(t); v < sets.end(t); v++) {
                tasks[v] = t;
                workers[v] = sets.worker(v);
                chosen.add(options.get(sets.label(v)));
            }
        }
        return SetVotes.of(sets.taskCount(), sets.workerCount(), optionIds.size(), tasks, workers, chosen);
    }
}
