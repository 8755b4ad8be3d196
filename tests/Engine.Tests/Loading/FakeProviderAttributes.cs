using DocMigrate.Backends;
using DocMigrate.Engine.Tests.Fakes;

[assembly: StoreProvider("fake", typeof(FakeWorld))]
