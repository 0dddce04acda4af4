package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.votes.Votes;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class OddsModelTest {
    @Property(tries = 60)
    void theLoopsForFewClassesAreTheGeneralOneToTheBit(
            @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 2, max = 5) int k) {
        // Up to 400 votes a task: odds of a hundred nats leave the range of a double long before.
        Votes votes = SimulatedCrowd.seeded(seed, 60, 1 + seed % 400, 9, k).votes;
        int[] gold = Gold.of(Map.of(3, k - 1, 7, 0)).toArray(votes);
        Random random = new Random(seed);
        for (Cells cells : new Cells[] {Cells.answers(votes), Cells.workers(votes)}) {
            Candidates rows = Candidates.of(votes, gold);
            double[] logPrior = logs(random, k);
            double[] logWrong = logs(random, cells.count());
            double[] logOdds =
                    random.doubles(cells.count(), 0, seed % 3 == 0 ? 100 : 4).toArray();
            OddsModel model = new OddsModel(votes, gold, rows, cells, 1);
            double[] special = new double[rows.size()];
            double[] general = new double[rows.size()];
            OddsModel.Sums ofSpecial = model.round(logPrior, logOdds, logWrong, special);
            OddsModel.Sums ofGeneral = model.roundAny(logPrior, logOdds, logWrong, general);
            assertThat(special).containsExactly(general);
            assertThat(ofSpecial.right).containsExactly(ofGeneral.right);
            assertThat(ofSpecial.classes).containsExactly(ofGeneral.classes);
            assertThat(ofSpecial.logLikelihood).isEqualTo(ofGeneral.logLikelihood);
        }
    }

    private static double[] logs(Random random, int count) {
        return random.doubles(count, 0.01, 1).map(Math::log).toArray();
    }
}
