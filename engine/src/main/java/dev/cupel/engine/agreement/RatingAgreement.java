package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.numbers.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Agreement on numbers.
 *
 * @param headline the scale whose alpha to show first
 * @param alphas Krippendorff's alpha by scale; ratio is undefined for negative numbers
 * @param icc intraclass correlations by form
 * @param interpretation what it means, in plain sentences
 */
public record RatingAgreement(
        Scale headline, Map<Scale, Coefficient> alphas, Map<Icc.Form, Coefficient> icc, List<String> interpretation) {
    /**
     * @param options only the scale (nominal is taken as interval) and the bootstrap are used
     * @throws InputException if there is no answer
     */
    public static RatingAgreement of(Ratings ratings, AgreementOptions options) {
        if (ratings.size() == 0) {
            throw new InputException(Code.EMPTY, "ratings", "there are none", "give at least one item rated twice");
        }
        Scale headline = options.scale() == Scale.NOMINAL ? Scale.INTERVAL : options.scale();
        Map<Scale, Coefficient> alphas = new EnumMap<>(Scale.class);
        for (Scale scale : Scale.values()) {
            alphas.put(scale, Agreement.krippendorff(ratings, scale, options.bootstrap()));
        }
        Map<Icc.Form, Coefficient> icc = Icc.of(ratings, options.bootstrap());
        List<String> sentences = new ArrayList<>();
        Coefficient first = alphas.getOrDefault(headline, new Coefficient.Undefined("not computed"));
        sentences.add(Interpretation.headline(
                Measure.ofKey("krippendorff_" + headline.name()).title(), first));
        Coefficient single = icc.getOrDefault(Icc.Form.ONE_WAY_SINGLE, first);
        Coefficient mean = icc.getOrDefault(Icc.Form.ONE_WAY_MEAN, first);
        if (single instanceof Coefficient.Estimate one && mean instanceof Coefficient.Estimate all) {
            sentences.add("A single rating carries " + Interpretation.percent(Math.max(0, one.value()))
                    + " signal; the mean of an item's ratings " + Interpretation.percent(Math.max(0, all.value()))
                    + " (intraclass correlations of one and of all ratings).");
        }
        return new RatingAgreement(
                headline,
                Collections.unmodifiableMap(alphas),
                Collections.unmodifiableMap(icc),
                List.copyOf(sentences));
    }
}
