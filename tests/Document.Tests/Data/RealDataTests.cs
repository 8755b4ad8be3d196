using DocMigrate.Document.Operations;
using DocMigrate.Document.Reshaping;
using DocMigrate.Document.Values;
using Newtonsoft.Json.Linq;

namespace DocMigrate.Document.Tests.Data;

/// <summary>Reshapes real documents forth and back. Skipped where the data is not there.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Customers_come_back_identical()
    {
        ReshapeOperation[] operations =
        [
            new MapToArrayOperation { Collection = "customers", Path = "tier_and_details", KeyField = "key" },
            new ForEachOperation
            {
                Collection = "customers", Path = "tier_and_details", Operations = [new RenameFieldOperation { Collection = "", From = "benefits", To = "perks" }],
            },
            new AddFieldOperation { Collection = "customers", Path = "active", Value = DocumentValue.Of(false) },
            new SplitFieldOperation { Collection = "customers", Path = "name", Into = ["firstName", "lastName"], Separator = " " },
            new NestFieldsOperation { Collection = "customers", Fields = ["address", "email"], Into = "contact" },
            new ConvertFieldOperation { Collection = "customers", Path = "birthdate", To = FieldType.String, From = FieldType.DateTime },
        ];

        var (changed, misfits) = ForthAndBack("customers.json", operations, static after =>
        {
            Assert.IsType<JArray>(after["tier_and_details"]);
            Assert.NotNull(after["active"]);
            Assert.All((JArray)after["accounts"]!, static account => Assert.IsType<int>(((JValue)account).Value));
        });

        Assert.Equal(500, changed);
        Assert.Equal(0, misfits);
    }

    [Fact]
    public void Restaurants_come_back_identical_and_odd_ratings_are_quarantined()
    {
        ReshapeOperation[] operations =
        [
            new ConvertFieldOperation { Collection = "restaurants", Path = "rating", To = FieldType.Double, OnError = OnError.Quarantine },
            new RenameFieldOperation { Collection = "restaurants", From = DocumentPath.Of("address line 2"), To = "city" },
            new NestFieldsOperation { Collection = "restaurants", Fields = ["outcode", "postcode"], Into = "post" },
        ];

        var (changed, misfits) = ForthAndBack("restaurant.json", operations, static after => Assert.IsType<double>(((JValue)after["rating"]!).Value));

        Assert.True(changed > 2000);
        Assert.InRange(misfits, 1, 500);
    }

    private static (int Changed, int Misfits) ForthAndBack(string file, ReshapeOperation[] operations, Action<JObject> check)
    {
        var path = DataFile(file);
        Assert.SkipUnless(File.Exists(path), $"Needs ../shared/data/documents/{file} beside the repository.");
        var there = new ReshapePipeline(operations);
        var back = new ReshapePipeline([.. operations.Reverse().Select(static operation => (ReshapeOperation)operation.Reverse(null)!)]);
        var (changed, misfits) = (0, 0);
        foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
        {
            var document = DocumentReader.Read(line);
            var forth = there.Apply(document);
            if (forth.Misfit is not null)
            {
                misfits++;
                continue;
            }

            check(forth.Document);
            changed += forth.Changed ? 1 : 0;
            var stored = DocumentReader.Read(DocumentWriter.Write(forth.Document));
            var returned = back.Apply(stored, place => forth.Kept[operations.Length - 1 - place]);
            Assert.Null(returned.Misfit);
            Assert.True(DocumentEquality.AnyOrder.Same(document, returned.Document), line);
        }

        return (changed, misfits);
    }

    /// <summary>The data lies beside the repository.</summary>
    private static string DataFile(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DocMigrate.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", "documents", name);
    }
}
