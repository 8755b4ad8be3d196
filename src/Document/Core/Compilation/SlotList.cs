namespace DocMigrate.Document.Compilation;

/// <summary>The children of a slot.</summary>
internal static class SlotList
{
    public static Slot? Find(ValueList<KeyValuePair<string, Slot>> slots, string key)
    {
        foreach (var pair in slots)
        {
            if (pair.Key == key)
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>What is put where something is takes its place; what is put where the chain had emptied the place comes last.</summary>
    public static ValueList<KeyValuePair<string, Slot>> Put(ValueList<KeyValuePair<string, Slot>> slots, string key, Slot slot)
    {
        var former = Find(slots, key);
        var put = KeyValuePair.Create(key, slot is AbsentSlot ? slot : slot with { Anew = former is AbsentSlot || former is { Anew: true } });
        return former is null or AbsentSlot
            ? slots.Where(pair => pair.Key != key).Append(put).ToValueList()
            : slots.Select(pair => pair.Key == key ? put : pair).ToValueList();
    }
}
