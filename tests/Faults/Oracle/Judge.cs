using System.Text.Json.Nodes;

namespace DocMigrate.Faults.Oracle;

/// <summary>Holds the databases against what the input must have become.</summary>
internal sealed class Judge
{
    private readonly StoreUse[] _stores;
    private readonly Dictionary<string, Dictionary<string, IReadOnlyList<string>>> _expected;

    /// <param name="inputs">What was there.</param>
    /// <param name="stores">The stores that it was put in.</param>
    public Judge(Inputs inputs, StoreUse[] stores)
    {
        _stores = stores;
        _expected = stores.ToDictionary(static store => store.Name, store => (store.HasTables ? inputs.Rows : inputs.Documents).ToDictionary(
            Key, record => Expectation.States(store.HasTables, record)));
    }

    /// <summary>After a run that ended: everything is as that migration leaves it, and the history says so.</summary>
    public Harm AtRest(Snapshot found, int migration)
    {
        var harm = Data(found, migration);
        foreach (var claim in found.Claims)
        {
            var right = claim.Migration <= migration ? claim.Status == "applied" : claim.Status is "rolledBack" or "pending" || (claim.Status == "failed" && claim.WithoutEffect);
            if (!right)
            {
                harm.AddFalseApplied($"the {claim.By} says that {claim.Migration} is {claim.Status} on {claim.Store} at {migration}");
            }
        }

        var parts = FaultHistory.PartsUpTo(migration, _stores);
        var said = found.Claims.Where(static claim => claim.Status == "applied").ToLookup(static claim => claim.By);
        if (said["ledger"].Count() != parts || said["journal"].Count() != parts)
        {
            harm.AddFalseApplied($"the ledger has {said["ledger"].Count()} parts that are applied and the journals {said["journal"].Count()}, not {parts}");
        }

        return harm;
    }

    /// <summary>Whether rows and documents are as that migration leaves them.</summary>
    public Harm Data(Snapshot found, int migration)
    {
        var harm = new Harm();
        foreach (var store in _stores)
        {
            Compare(store, found.Records[store.Name], Expectation.StateAfter(store.HasTables, migration), harm);
        }

        return harm;
    }

    /// <summary>After a process died: what ledger and journals call applied or rolled back is so; the rest may be anything.</summary>
    public Harm AfterDeath(Snapshot found)
    {
        var harm = new Harm();
        foreach (var store in _stores)
        {
            var (least, most) = Reached(store.Name, found.Records[store.Name], harm);
            foreach (var claim in found.Claims.Where(claim => claim.Store == store.Name && claim.Migration > FaultHistory.First))
            {
                var isFalse = claim.Status switch
                {
                    "applied" => least < Expectation.StateAfter(store.HasTables, claim.Migration),
                    "rolledBack" => most > Expectation.StateAfter(store.HasTables, claim.Migration - 1),
                    _ => false,
                };
                if (isFalse)
                {
                    harm.AddFalseApplied($"the {claim.By} says that {claim.Migration} is {claim.Status} on {claim.Store}, where records are in the states {least} to {most}");
                }
            }
        }

        return harm;
    }

    /// <summary>The states that the records are in. One that looks alike in several may be in any of them.</summary>
    private (int Least, int Most) Reached(string store, IReadOnlyList<JsonObject> records, Harm harm)
    {
        var (least, most) = (int.MaxValue, 0);
        foreach (var record in records)
        {
            // Without transactions a pass leaves its mark on the documents that it did, until it is done.
            record.Remove(MongoBeside.Mark);
            var states = _expected[store][Key(record)];
            var text = Canonical.Of(record);
            var (first, last) = (IndexOf(states, text), LastIndexOf(states, text));
            if (first < 0)
            {
                harm.AddLost($"{store}: {text} is no state between two operations");
                continue;
            }

            (least, most) = (Math.Min(least, last), Math.Max(most, first));
        }

        return (least, most);
    }

    private void Compare(StoreUse store, IReadOnlyList<JsonObject> records, int state, Harm harm)
    {
        var expected = _expected[store.Name];
        var seen = new HashSet<string>();
        foreach (var record in records)
        {
            var key = Key(record);
            if (!expected.TryGetValue(key, out var states) || !seen.Add(key))
            {
                harm.AddDuplicated($"{store.Name}: {record.ToJsonString()} is there once more than it should");
                continue;
            }

            var text = Canonical.Of(record);
            if (text == states[state])
            {
                continue;
            }

            var detail = $"{store.Name}: {text}, not {states[state]}";
            var counter = store.HasTables ? "balance" : "count";
            var right = JsonNode.Parse(states[state])!.AsObject();
            if (IndexOf(states, text) < 0 && record[counter]?.ToJsonString() != right[counter]!.ToJsonString())
            {
                harm.AddDuplicated(detail);
            }
            else
            {
                harm.AddLost(detail);
            }
        }

        foreach (var key in expected.Keys.Except(seen))
        {
            harm.AddLost($"{store.Name}: {key} is gone");
        }
    }

    private static string Key(JsonObject record) => (record["_id"] ?? record["id"])!.ToJsonString();

    private static int IndexOf(IReadOnlyList<string> states, string text)
    {
        for (var i = 0; i < states.Count; i++)
        {
            if (states[i] == text)
            {
                return i;
            }
        }

        return -1;
    }

    private static int LastIndexOf(IReadOnlyList<string> states, string text)
    {
        for (var i = states.Count - 1; i >= 0; i--)
        {
            if (states[i] == text)
            {
                return i;
            }
        }

        return -1;
    }
}
