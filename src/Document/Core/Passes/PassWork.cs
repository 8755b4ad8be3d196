using DocMigrate.Document.Operations;
using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>What is done as one for the steps of a run: a pass over a collection, for one migration or several, or a single operation on a collection.</summary>
/// <param name="Shares">Whose, in the order of execution; one, unless it is a pass.</param>
/// <param name="Pass">The pass; null for a single operation.</param>
/// <param name="Resume">Where the pass goes on; null when it starts.</param>
/// <param name="Bound">What the pass undoes, where the opposite direction had not done all; else null.</param>
internal sealed record PassWork(IReadOnlyList<PassShare> Shares, ReshapePass? Pass, PassCursor? Resume, PassRange? Bound)
{
    /// <summary>
    /// What there is to do for the members, given what earlier runs did. Each member's parts keep their order, and so do the members on each collection; beyond that,
    /// reshapes of one collection by several members become one pass.
    /// </summary>
    /// <remarks>
    /// A pass takes one part of a step, no more: the parts are what the quarantine and a half-done run know. Work that the server does alone is not taken from it by joining what it can't
    /// do at once; but where a member needs this process anyway, all are done in that one scan.
    /// </remarks>
    public static IReadOnlyList<PassWork> Of(IReadOnlyList<StepMember> members, Func<StepMember, IReadOnlyList<StepUnit>> divide, IPassStore store)
    {
        var open = members
            .Select(member => new Queue<(StepUnit Unit, UnitWork Work)>(divide(member).Select(unit => (unit, UnitWork.Of(unit, member))).Where(static item => !item.Item2.Skip)))
            .ToArray();
        var works = new List<PassWork>();
        for (var first = 0; first < open.Length;)
        {
            if (!open[first].TryDequeue(out var head))
            {
                first++;
                continue;
            }

            List<PassShare> shares = [new PassShare(first, head.Unit)];
            var pass = head.Unit.Pass;
            for (var other = first; pass is not null && ++other < open.Length && open[other - 1].All(item => IsAside(item.Unit, members[other - 1], pass.Collection));)
            {
                if (open[other].TryPeek(out var next) && next.Work == head.Work && Join(pass, next.Unit.Pass, head.Work, store) is { } joined)
                {
                    pass = joined;
                    shares.Add(new PassShare(other, open[other].Dequeue().Unit));
                }
            }

            works.Add(new PassWork(shares, pass, head.Work.Resume, head.Work.Bound));
        }

        return works;
    }

    /// <summary>How many members, from the first on, have passes in common, directly or by way of others.</summary>
    public static int Connected(IReadOnlyList<PassWork> works)
    {
        for (var reach = 1; ;)
        {
            var further = works.Where(work => work.Shares[0].Member < reach).Select(static work => work.Shares[^1].Member).DefaultIfEmpty().Max() + 1;
            if (further <= reach)
            {
                return reach;
            }

            reach = further;
        }
    }

    private static ReshapePass? Join(ReshapePass pass, ReshapePass? next, UnitWork work, IPassStore store)
    {
        if (next is null || next.Collection != pass.Collection)
        {
            return null;
        }

        var joined = new ReshapePass { Operations = pass.Operations.Concat(next.Operations).ToValueList(), Server = null };
        var server = store.Compile(joined.Chain, joined.KeepsOrder);
        return server is null && work.Resume is null && pass.Server is not null && next.Server is not null ? null : joined with { Server = server };
    }

    /// <summary>Whether what comes later on a collection may be done before it.</summary>
    private static bool IsAside(StepUnit unit, StepMember member, string collection) => unit.Pass is not null
        ? unit.Pass.Collection != collection
        : member.Step.Operations[unit.Position].Effective is CreateDocumentIndexOperation or DropDocumentIndexOperation
            && ((DocumentOperation)member.Step.Operations[unit.Position].Effective!).Collection != collection;
}
