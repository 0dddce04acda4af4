package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How to measure agreement.
 *
 * @param scale what the classes are, which decides the coefficients that are reported
 * @param classValues for interval and ratio scales: the number of each class; empty means 0, 1, 2, ... in class order
 * @param declaredClasses indices of classes that count for S, AC1 and AC2 whether or not anybody chose them; empty: only
 *     those that occur, as the papers and the usual programs have it
 * @param bootstrap resamples of items behind every interval
 * @param maxPairs how many pairs of annotators to list, those with most shared items first; at least 0
 * @param classNames names for sentences, by class index; empty means the indices
 * @param workerNames names for sentences, by worker index; empty means the indices
 */
public record AgreementOptions(
        Scale scale,
        List<Double> classValues,
        List<Integer> declaredClasses,
        Bootstrap.Options bootstrap,
        int maxPairs,
        List<String> classNames,
        List<String> workerNames) {
    public static final AgreementOptions DEFAULTS = new AgreementOptions(
            Scale.NOMINAL, List.of(), List.of(), Bootstrap.Options.DEFAULTS, 200, List.of(), List.of());

    /** What the classes of a question are. */
    public enum Scale {
        /** Names without order. */
        NOMINAL,
        /** Ordered by class index. */
        ORDINAL,
        /** Numbers whose differences have a meaning. */
        INTERVAL,
        /** Numbers with a true zero whose ratios have a meaning. */
        RATIO
    }

    public AgreementOptions {
        InputException.unless(maxPairs >= 0, "maxPairs", maxPairs, "at least 0");
        classValues = List.copyOf(classValues);
        declaredClasses = List.copyOf(declaredClasses);
        classNames = List.copyOf(classNames);
        workerNames = List.copyOf(workerNames);
    }

    public AgreementOptions withScale(Scale newScale) {
        return new AgreementOptions(
                newScale, classValues, declaredClasses, bootstrap, maxPairs, classNames, workerNames);
    }

    /** @param values the number that each class stands for, by class index */
    public AgreementOptions withClassValues(List<Double> values) {
        return new AgreementOptions(scale, values, declaredClasses, bootstrap, maxPairs, classNames, workerNames);
    }

    public AgreementOptions withBootstrap(Bootstrap.Options resampling) {
        return new AgreementOptions(scale, classValues, declaredClasses, resampling, maxPairs, classNames, workerNames);
    }

    /** @param classes indices of the classes that people could choose */
    public AgreementOptions withDeclaredClasses(List<Integer> classes) {
        return new AgreementOptions(scale, classValues, classes, bootstrap, maxPairs, classNames, workerNames);
    }

    public AgreementOptions withMaxPairs(int pairs) {
        return new AgreementOptions(scale, classValues, declaredClasses, bootstrap, pairs, classNames, workerNames);
    }

    public AgreementOptions withNames(List<String> classes, List<String> workers) {
        return new AgreementOptions(scale, classValues, declaredClasses, bootstrap, maxPairs, classes, workers);
    }

    String className(int k) {
        return k < classNames.size() ? classNames.get(k) : "class " + k;
    }

    String workerName(int j) {
        return j < workerNames.size() ? workerNames.get(j) : "annotator " + j;
    }

    /** Where a class lies, for weights by distance: its number if there is one, else its position. */
    double positionOf(int k) {
        return classValues.isEmpty() ? k : valuesOf(k + 1).get(k);
    }

    /** Numbers of the classes, checked against how many there are. */
    List<Double> valuesOf(int classCount) {
        if (classValues.isEmpty()) {
            return IntStream.range(0, classCount).mapToObj(k -> (double) k).toList();
        }
        if (classValues.size() < classCount) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "classValues",
                    "has " + classValues.size() + " numbers for " + classCount + " classes",
                    "give one number per class");
        }
        return classValues;
    }
}
