package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Agreement on "choose all that apply".
 *
 * @param masi Krippendorff's alpha with MASI distance: partly equal sets agree in part
 * @param jaccard the same with Jaccard distance, which forgives extra options more
 * @param exact share of answer pairs per item that are the same set, averaged over items
 * @param options one per option: its alpha as a yes-or-no question
 * @param interpretation what it means, in plain sentences
 */
public record SetAgreement(
        Coefficient masi,
        Coefficient jaccard,
        Coefficient exact,
        List<ClassAgreement> options,
        List<String> interpretation) {
    private static final int MOST_OPTIONS = 200;

    /**
     * @param options only the bootstrap and the class names (of the options) are used
     * @throws InputException if there is no answer
     */
    public static SetAgreement of(SetVotes answers, AgreementOptions options) {
        if (answers.votes().size() == 0) {
            throw new InputException(Code.EMPTY, "answers", "there are none", "give at least one item answered twice");
        }
        Bootstrap.Options bootstrap = options.bootstrap();
        VotePatterns patterns = Agreement.patterns(answers.votes());
        List<Coefficient> whole = Agreement.evaluate(
                patterns,
                List.of(
                        new Pooled.Krippendorff(new Distance.Custom("masi", answers::masiDistance), patterns),
                        new Pooled.Krippendorff(new Distance.Custom("jaccard", answers::jaccardDistance), patterns),
                        new Pooled.Percent()),
                Agreement.affordable(new Distance.Custom("masi", answers::masiDistance), patterns, bootstrap));
        List<ClassAgreement> perOption = new ArrayList<>();
        for (int o = 0; o < Math.min(MOST_OPTIONS, answers.optionCount()); o++) {
            VotePatterns yesNo = Agreement.patterns(answers.option(o));
            List<Coefficient> values = Agreement.evaluate(
                    yesNo,
                    List.of(
                            new PerClass.Confirmation(1, options.className(o)),
                            new PerClass.OneAgainstRest(1, options.className(o))),
                    bootstrap);
            double chosen = new NominalSums(yesNo).count(yesNo.items).all[1];
            perOption.add(new ClassAgreement(
                    o, (long) chosen, chosen / answers.votes().size(), values.get(0), values.get(1)));
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(Interpretation.headline("Krippendorff's alpha (MASI)", whole.get(0)));
        perOption.stream()
                .filter(o -> o.votes() >= 10 && o.alpha() instanceof Coefficient.Estimate)
                .min(Comparator.comparingDouble(o -> o.alpha().asOptional().orElse(1)))
                .ifPresent(o -> sentences.add("The least clear option is " + options.className(o.label()) + " (alpha "
                        + Interpretation.number(o.alpha().asOptional().orElse(0)) + ")."));
        return new SetAgreement(
                whole.get(0), whole.get(1), whole.get(2), List.copyOf(perOption), List.copyOf(sentences));
    }
}
