package dev.cupel.engine.judgement;

import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the estimations behind one report went: one, or one for each option, each perhaps the mean of several methods. */
final class Estimation {
    private final Map<String, QualityReport.Member> members = new LinkedHashMap<>();
    private int rounds;
    private boolean converged = true;

    void add(Consensus consensus) {
        add(consensus.evidence());
        consensus.members().forEach((name, evidence) -> {
            add(evidence);
            members.merge(
                    name,
                    new QualityReport.Member(name, evidence.rounds(), evidence.converged()),
                    (a, b) -> new QualityReport.Member(
                            name, Math.max(a.rounds(), b.rounds()), a.converged() && b.converged()));
        });
    }

    private void add(Evidence evidence) {
        rounds = Math.max(rounds, evidence.rounds());
        converged &= evidence.converged();
    }

    QualityReport.Consensus report(long items, long above95, @Nullable Map<String, Double> classPrior) {
        List<QualityReport.Member> list = new ArrayList<>(members.values());
        return new QualityReport.Consensus(items, rounds, converged, list, above95, classPrior);
    }
}
